import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, localInput, PRESETS, presetRange, rangeProblem } from "./range";

test("presets are whole hours that end with the running one", () => {
  const now = Date.parse("2026-11-29T14:05:00Z");
  assert.deepEqual(presetRange(1, now), {
    from: Date.parse("2026-11-29T14:00:00Z"),
    to: Date.parse("2026-11-29T15:00:00Z"),
  });
  assert.equal(presetRange(24, now).from, Date.parse("2026-11-28T15:00:00Z"));
  for (const { hours } of PRESETS) {
    const { from, to } = presetRange(hours, now);
    assert.equal(to - from, hours * HOUR_MS);
    assert.ok(from <= now && now < to);
  }
});

test("at the full hour it is the hour that begins", () => {
  const now = Date.parse("2026-11-29T14:00:00Z");
  assert.equal(presetRange(1, now).from, now);
});

test("a time goes into the field and comes back the same", () => {
  const time = Date.parse("2026-03-29T01:30:00Z");
  assert.equal(Date.parse(localInput(time)), time);
});

test("what is wrong with a range is said", () => {
  assert.match(rangeProblem("", "2026-11-29T14:00") ?? "", /From/);
  assert.match(rangeProblem("2026-11-29T14:00", "x") ?? "", /To/);
  assert.match(rangeProblem("2026-11-29T14:00", "2026-11-29T14:00") ?? "", /later/);
  assert.equal(rangeProblem("2026-11-29T13:00", "2026-11-29T14:00"), null);
});
