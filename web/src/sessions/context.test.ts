import assert from "node:assert/strict";
import { test } from "node:test";
import { contextOf } from "./context";
import type { AnswerState, Exchange } from "./record";

const exchange = (prompt: string, text: string, state: AnswerState = "done"): Exchange => ({
  ...{
    id: prompt,
    session_id: "s",
    at: 0,
    prompt,
    mode: "eco",
    preview: "auto",
    context: null,
    tab: "t",
    saved_at: 0,
  },
  answer: {
    ...{ state, text, draft: null, escalations: [], decision: null, reply: null },
    ...{ preview: null, previews: 0, choice: null, error: null },
  },
});

test("the last six turns, oldest first", () => {
  const turns = contextOf(["1", "2", "3", "4"].map((name) => exchange(`p${name}`, `a${name}`)));
  assert.deepEqual(
    turns.map(({ role, content }) => `${role} ${content}`),
    ["user p2", "assistant a2", "user p3", "assistant a3", "user p4", "assistant a4"],
  );
});

test("prompts that got no answer do not go along; partial answers do", () => {
  const exchanges = [
    exchange("failed", "", "failed"),
    exchange("previewed", "", "declined"),
    exchange("running", "so far", "answering"),
    exchange("stopped", "half", "stopped"),
  ];
  assert.deepEqual(
    contextOf(exchanges).map(({ content }) => content),
    ["stopped", "half"],
  );
});
