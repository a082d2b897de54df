import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrape } from "../../server/metrics";
import { pointsOf, ratePerSecond } from "./rates";

const GAP_SECONDS_MAX = 15;
const read = (scrape: Scrape) => scrape.sum("n_total");

function look(second: number, count: number | null, startedAt = 7): Scrape {
  const counter = count === null ? "" : `n_total ${count}\n`;
  return new Scrape(second * 1000, `${counter}process_start_time_seconds ${startedAt}\n`);
}

const rate = (before: Scrape, after: Scrape) => ratePerSecond(before, after, read, GAP_SECONDS_MAX);

test("a rise over time is a rate, and no rise is 0", () => {
  assert.equal(rate(look(0, 10), look(5, 25)), 3);
  assert.equal(rate(look(0, 10), look(5, 10)), 0);
});

test("a restart is a gap, also when the new process has counted more", () => {
  assert.equal(rate(look(0, 10, 7), look(5, 2, 8)), null);
  assert.equal(rate(look(0, 10, 7), look(5, 500, 8)), null);
});

test("a counter that fell is a gap and not negative", () => {
  assert.equal(rate(look(0, 10), look(5, 9)), null);
});

test("a counter that has just appeared began at 0", () => {
  assert.equal(rate(look(0, null), look(5, 10)), 2);
});

test("a counter that is not there, or is no figure, has no rate", () => {
  assert.equal(rate(look(0, null), look(5, null)), null);
  assert.equal(rate(look(0, 1), look(5, Number.NaN)), null);
});

test("looks too far apart, at the same time or in the wrong order are a gap", () => {
  assert.equal(rate(look(0, 1), look(16, 2)), null);
  assert.equal(rate(look(5, 1), look(5, 2)), null);
  assert.equal(rate(look(5, 1), look(4, 2)), null);
});

test("one point for each look but the first", () => {
  const points = pointsOf([look(0, 1), look(5, 6), look(10, 0, 9), look(15, 5, 9)], [read], GAP_SECONDS_MAX);
  assert.deepEqual(points, [
    { at: 5000, perSecond: [1] },
    { at: 10_000, perSecond: [null] },
    { at: 15_000, perSecond: [1] },
  ]);
  assert.deepEqual(pointsOf([look(0, 1)], [read], GAP_SECONDS_MAX), []);
});
