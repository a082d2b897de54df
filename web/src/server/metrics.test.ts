import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrape } from "./metrics";

const SCRAPE = new Scrape(0, 'n{a="1",b="x"} 2\nn{a="2",b="x"} 5\nn{a="1",b="y"} 10\nzero 0\n');

test("sums over all series, or those with a label", () => {
  assert.equal(SCRAPE.sum("n"), 17);
  assert.equal(SCRAPE.sum("n", { a: "1" }), 12);
  assert.equal(SCRAPE.sum("n", { a: "1", b: "y" }), 10);
});

test("what is not there is unknown, and what is 0 is 0", () => {
  assert.equal(SCRAPE.sum("m"), null);
  assert.equal(SCRAPE.sum("n", { a: "3" }), null);
  assert.equal(SCRAPE.sum("zero"), 0);
});

test("sums by a label, largest first; without the label they are none's", () => {
  assert.deepEqual(SCRAPE.sumsBy("n", "a"), [
    ["1", 12],
    ["2", 5],
  ]);
  assert.deepEqual(SCRAPE.sumsBy("n", "c"), [["none", 17]]);
});
