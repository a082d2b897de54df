import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrape } from "../../server/metrics";
import { savingsOf } from "./savings";

const NAME = "greeninfer_carbon_saved_grams_total";

test("each kind stands by itself with what was lost; no kind is made up", () => {
  const scrape = new Scrape(
    0,
    `${NAME}{kind="attributed"} 2\n${NAME}{kind="attributed_lost"} 3\n${NAME}{kind="incremental"} 0\n`,
  );
  const byKind = new Map(savingsOf(scrape).map((saving) => [saving.kind, saving]));
  assert.deepEqual([byKind.get("attributed")?.saved, byKind.get("attributed")?.lost], [2, 3]);
  assert.deepEqual([byKind.get("incremental")?.saved, byKind.get("incremental")?.lost], [0, null]);
  assert.deepEqual([byKind.get("green_routing")?.saved, byKind.get("green_routing")?.lost], [null, null]);
  assert.ok(!byKind.has("preview"));
  for (const { baseline } of byKind.values()) assert.ok(baseline.length > 10);
});

test("a kind of a newer gateway is shown, once, also when only losses are counted", () => {
  const scrape = new Scrape(
    0,
    `${NAME}{kind="tides"} 1\n${NAME}{kind="tides_lost"} 1\n${NAME}{kind="moon_lost"} 4\n`,
  );
  const kinds = savingsOf(scrape).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === "tides").length, 1);
  assert.equal(savingsOf(scrape).find(({ kind }) => kind === "moon")?.lost, 4);
});
