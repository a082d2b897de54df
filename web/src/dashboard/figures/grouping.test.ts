import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrape } from "../../server/metrics";
import { SETUP_EXAMPLE } from "../../setup/setup_example_for_test";
import { groupBy, inOrder, nameOf, SHORTENER, tiersFrom, UNKNOWN_TIER } from "./grouping";
import { known, row } from "./row_for_test";
import { sumOf } from "./sums";

const COUNTED = new Scrape(
  0,
  'greeninfer_requests_total{route="chat",model="old",tier="xlarge",mode="eco",code="200"} 1\n' +
    'greeninfer_requests_total{route="health",model="none",tier="none",mode="none",code="200"} 9\n',
);

test("tiers come from the set-up, else from the counters, else they are unknown", () => {
  const tierOf = tiersFrom(SETUP_EXAMPLE, COUNTED);
  assert.equal(tierOf("llama-3.1-8b"), "medium");
  assert.equal(tierOf("old"), "xlarge");
  assert.equal(tierOf("gone"), UNKNOWN_TIER);
  assert.equal(tierOf("none"), UNKNOWN_TIER);
  assert.equal(tiersFrom(null, null)("llama-3.1-8b"), UNKNOWN_TIER);
});

test("the shortener is a part of its own and no model's", () => {
  const rows = [row({ model: "smollm2-135m", ...known(1) }), row({ model: SHORTENER, ...known(2) })];
  const groups = groupBy(rows, "tier", tiersFrom(SETUP_EXAMPLE, null));
  assert.deepEqual(
    groups.map(({ name, rows: mine }) => [name, sumOf(mine, "energy").value]),
    [
      ["small", 1],
      ["prompt shortener", 2],
    ],
  );
});

test("parts add up to the whole, unknown ones included", () => {
  const rows = [
    row({ model: "a", region: "x", department: "d", ...known(1) }),
    row({ model: "b", region: "x", ...known(2) }),
    row({ model: "a", region: "y", attempts_without_energy: 1 }),
  ];
  const whole = sumOf(rows, "energy");
  for (const by of ["tier", "model", "region", "department"] as const) {
    const sums = groupBy(rows, by, () => "t").map(({ rows: mine }) => sumOf(mine, "energy"));
    assert.equal(
      sums.reduce((sum, { value }) => sum + (value ?? 0), 0),
      whole.value,
      by,
    );
    assert.equal(
      sums.reduce((sum, { unknown }) => sum + unknown, 0),
      1,
      by,
    );
  }
});

test("tiers by size, others by name", () => {
  const names = ["xlarge", "unknown tier", "small", "large", "medium", "another"];
  const ordered = inOrder(names.map((name) => ({ name, rows: [] }))).map(({ name }) => name);
  assert.deepEqual(ordered, ["small", "medium", "large", "xlarge", "another", "unknown tier"]);
});

test("none has a name that says of what", () => {
  assert.equal(nameOf("none", "region"), "no region");
  assert.equal(nameOf("none", "department"), "no department");
  assert.equal(nameOf("none", "model"), "none");
  assert.equal(nameOf("us-east-1", "region"), "us-east-1");
});
