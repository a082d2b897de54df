import assert from "node:assert/strict";
import { test } from "node:test";
import type { SessionState } from "../server/reply";
import type { Exchange, Session } from "../sessions/record";
import { newAnswer } from "./answer_steps";
import { blockOf } from "./block_reason";
import { type BudgetSettings, budgetView } from "./budget_level";
import { levelNews } from "./budget_words";

const SETTINGS: BudgetSettings = { session_grams: 10, warn_at: 0.5, eco_at: 0.7, at_limit: "refuse" };

const state = (used: number, reserved = 0, level = ""): SessionState => ({
  ...{ session_id: "s", total_prompts: 1, total_energy_mwh: 1, total_co2_grams: used, total_cost_usd: null },
  ...{ carbon_budget_g: 10, carbon_used_g: used, carbon_reserved_g: reserved },
  ...{ carbon_remaining_g: 10 - used, level },
});

const level = (used: number, reserved = 0, settings: BudgetSettings | null = SETTINGS) =>
  budgetView(state(used, reserved), settings)?.level;

test("the gateway's own thresholds decide, and what is promised counts", () => {
  assert.deepEqual([level(4.9), level(5), level(7), level(10)], ["ok", "warn", "eco", "exhausted"]);
  assert.equal(level(4, 1), "warn");
  assert.deepEqual(budgetView(state(5), SETTINGS)?.marks, [0.5, 0.7]);
});

test("the gateway's word holds over a figure, and alone where its settings are not known", () => {
  assert.equal(budgetView(state(1, 0, "eco"), SETTINGS)?.level, "eco");
  assert.equal(budgetView(state(9.9, 0, "warn"), null)?.level, "warn");
  assert.deepEqual(budgetView(state(9.9, 0, "warn"), null)?.marks, []);
  assert.equal(level(9.9, 0, null), "ok", "no threshold is made up");
});

test("news names the configured thresholds", () => {
  assert.match(levelNews("warn", SETTINGS), /50 %/);
  assert.match(levelNews("eco", SETTINGS), /70 %.*eco mode/);
  assert.match(levelNews("exhausted", { ...SETTINGS, at_limit: "smallest" }), /smallest model/);
});

const session = (budget: SessionState | null): Session => ({
  ...{ id: "s", title: "t", named_by_user: false, created_at: 0, used_at: 0, eco_noticed: false },
  budget,
});

function refused(code: string): Exchange {
  const error = {
    kind: "gateway",
    message: "used up",
    status: 402,
    code,
    field: null,
    retry_at: null,
  } as const;
  const answer = { ...newAnswer(), state: "failed", error } as const;
  return {
    ...{ id: "e", session_id: "s", at: 0, prompt: "p", mode: "eco", preview: "auto" },
    ...{ context: null, answer, tab: "t", saved_at: 0 },
  };
}

test("the composer is closed by a refusal or at the end of the budget, and only then", () => {
  assert.equal(blockOf(session(state(9.9)), [], SETTINGS), null);
  assert.equal(blockOf(session(null), [refused("rate_limit_exceeded")], SETTINGS), null);
  assert.equal(
    blockOf(session(null), [refused("carbon_budget_exceeded")], SETTINGS)?.error?.message,
    "used up",
  );
  assert.deepEqual(blockOf(session(state(10)), [], SETTINGS), { error: null });
  assert.equal(blockOf(session(state(10)), [], { ...SETTINGS, at_limit: "smallest" }), null);
});
