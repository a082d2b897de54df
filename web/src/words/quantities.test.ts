import assert from "node:assert/strict";
import { test } from "node:test";
import { carbon, duration, energy, interval, money } from "./quantities";

test("energy is given in mWh and printed in the unit that keeps it short", () => {
  assert.equal(energy(3.82), "3.82 mWh");
  assert.equal(energy(0.00127), "1.27 µWh");
  assert.equal(energy(4_200_000), "4.2 kWh");
  assert.equal(energy(0), "0 Wh");
});

test("what is unknown is a dash and never 0", () => {
  assert.equal(energy(null), "–");
  assert.equal(carbon(undefined), "–");
  assert.equal(money(Number.NaN), "–");
  assert.equal(interval(null, 2, energy), "–");
});

test("grams, negative ones too", () => {
  assert.equal(carbon(0.000756), "756 µg");
  assert.equal(carbon(-0.0123), "-12.3 mg");
  assert.equal(carbon(1530), "1.53 kg");
});

test("durations", () => {
  assert.equal(duration(338), "338 ms");
  assert.equal(duration(2345), "2.35 s");
  assert.equal(duration(600_000), "10 min");
});
