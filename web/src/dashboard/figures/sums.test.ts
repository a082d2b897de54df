import assert from "node:assert/strict";
import { test } from "node:test";
import { known, row } from "./row_for_test";
import { caveats, isWhole, sumOf } from "./sums";

test("a sum of nothing is unknown, not 0", () => {
  assert.equal(sumOf([], "energy").value, null);
  assert.equal(sumOf([row({ attempts_without_energy: 1 })], "energy").value, null);
});

test("percentiles add up as the figures do", () => {
  const sum = sumOf([row(known(2)), row(known(4))], "energy");
  assert.deepEqual([sum.low, sum.value, sum.high], [3, 6, 12]);
  assert.ok(isWhole(sum));
  assert.deepEqual(caveats(sum, "energy"), []);
});

test("attempts without a figure are counted, and the sum is no whole", () => {
  const sum = sumOf([row(known(2)), row({ attempts: 5, attempts_without_energy: 3, ...known(1) })], "energy");
  assert.deepEqual([sum.value, sum.attempts, sum.unknown, sum.pending], [3, 6, 3, 0]);
  assert.ok(!isWhole(sum));
  assert.deepEqual(caveats(sum, "energy"), ["3 attempts of 6 without a known energy, in no sum."]);
});

test("an attempt that is not unknown and has no figure waits for its meter", () => {
  const sum = sumOf([row(), row(known(2))], "energy");
  assert.deepEqual([sum.value, sum.unknown, sum.pending], [2, 0, 1]);
  assert.deepEqual(caveats(sum, "energy"), [
    "1 attempt whose meter has not been read yet; the share follows.",
  ]);
});

test("a share without an attempt, such as the shortener's, is energy like any other and has no price", () => {
  const share = row({ model: "optimizer", attempts: 0, answered: 0, cost_usd: 0, ...known(1) });
  assert.equal(sumOf([share], "energy").value, 1);
  assert.ok(isWhole(sumOf([share], "energy")));
  assert.equal(sumOf([share], "cost").value, null);
});

test("a free model costs 0, a model without a price an unknown amount", () => {
  assert.equal(sumOf([row({ cost_usd: 0 })], "cost").value, 0);
  const part = sumOf([row({ cost_usd: 0.25 }), row({ attempts_without_cost: 1 })], "cost");
  assert.deepEqual([part.value, part.unknown, part.low], [0.25, 1, null]);
});
