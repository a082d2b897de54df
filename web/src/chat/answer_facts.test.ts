import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reply } from "../server/reply";
import { type Fact, factsOf, summaryOf } from "./answer_facts";

const REPLY: Reply = {
  ...{ model_tier: "small", model_name: "SmolLM2 135M", model_id: "smollm2-135m", mode_used: "balanced" },
  ...{ energy_mwh: 4.05514, energy_mwh_low: 2.05446, energy_mwh_high: 8.00416, energy_method: "attributed" },
  ...{ co2_grams: 0.00191784, co2_grams_low: 0.000299712, co2_grams_high: 0.0122721, pue: 1.2 },
  ...{ grid_intensity: 472.94, grid_source: "world_average", grid_signal: "average_lifecycle_consumption" },
  ...{ baseline_model: "big", energy_saved_pct: 41, co2_saved_grams: 0.001, cost_usd: null },
  ...{ green_score: 82, green_tip: "Ask for a shorter answer.", latency_ms: 5263 },
  ...{ original_tokens: 32, optimized_tokens: 30, tokens_saved: 2, cascade_path: ["small"] },
};

const find = (reply: Reply, name: string): Fact => {
  const found = factsOf(reply).find((fact) => fact.name === name);
  assert.ok(found, name);
  return found;
};

test("figures have units, an interval and their evidence", () => {
  assert.deepEqual(find(REPLY, "Energy"), {
    name: "Energy",
    value: "4.06 mWh",
    notes: ["2.05 mWh to 8 mWh (5th to 95th percentile)", "attributed: this answer's share of a meter"],
  });
  assert.equal(find(REPLY, "CO₂e").value, "1.92 mg");
  assert.match(find(REPLY, "Grid").notes.join("; "), /no zone is configured; world average/);
  assert.match(find(REPLY, "Energy saved").notes[0] ?? "", /against always asking big/);
});

test("what is unknown is a dash with a reason, never 0", () => {
  for (const [name, why] of [
    ["Energy", /no figure/],
    ["CO₂e", /energy/],
    ["Cost", /no price/],
    ["Region", /no region/],
    ["Energy saved", /nothing|no figure/],
    ["Green score", /carbon/],
    ["Prompt tokens saved", /not counted/],
    ["Time", /did not say/],
    ["Grid", /no source/],
  ] as const) {
    const fact = find({}, name);
    assert.equal(fact.value, "–", name);
    assert.match(fact.notes[0] ?? "", why, name);
  }
  assert.doesNotMatch(summaryOf({}).join(" "), /\b0\b|NaN|undefined|null/);
});

test("a loss is shown as one", () => {
  const loss = find({ ...REPLY, energy_saved_pct: -12 }, "Energy saved");
  assert.equal(loss.value, "−12 %");
  assert.ok(loss.notes.includes("more was used, not less"));
});

test("one line for each answer", () => {
  assert.deepEqual(summaryOf({ ...REPLY, region: "us-south1" }), [
    ...[
      "small tier",
      "SmolLM2 135M",
      "us-south1",
      "4.06 mWh",
      "1.92 mg CO₂e",
      "saved 41 %",
      "score 82",
      "5.26 s",
    ],
  ]);
});

test("what the preview took is told where there was one", () => {
  assert.equal(
    factsOf(REPLY).some(({ name }) => name === "Preview before"),
    false,
  );
  const reply: Reply = {
    ...REPLY,
    preview_choice: "expand",
    preview_energy_mwh: 3,
    preview_co2_grams: 0.001,
  };
  assert.equal(find(reply, "Preview before").value, "3 mWh");
});
