import assert from "node:assert/strict";
import { test } from "node:test";
import { Scrape } from "../../server/metrics";
import { net, placementGains, printNet, printSide, reportedHits } from "./placement_gains";

const ROUTING = "greeninfer_prefix_routing";

function gainOf(text: string, what: string) {
  const gain = placementGains(new Scrape(0, text)).find((one) => one.what === what);
  assert.ok(gain);
  return gain;
}

test("what was not estimated is unknown with a reason, and never 0", () => {
  for (const gain of placementGains(new Scrape(0, ""))) {
    assert.equal(net(gain), null);
    assert.deepEqual([printNet(gain), printSide(gain, gain.lost)], ["–", "–"]);
    assert.ok(gain.whyUnknown.length > 10);
  }
});

test("what was lost is taken off; what was never lost is 0 beside what was saved", () => {
  const tokens = gainOf(
    `${ROUTING}_tokens_total{direction="saved"} 1500\n${ROUTING}_tokens_total{direction="lost"} 300\n`,
    "tokens",
  );
  assert.equal(net(tokens), 1200);
  assert.deepEqual([printSide(tokens, tokens.saved), printNet(tokens)], ["1,500", "1,200"]);
  const seconds = gainOf(`${ROUTING}_seconds_total{direction="saved"} 2.5\n`, "seconds");
  assert.deepEqual([printSide(seconds, seconds.lost), printNet(seconds)], ["0 ms", "2.5 s"]);
});

test("a loss is shown with its sign, in the unit of its size", () => {
  const lost = (what: string, amount: number) =>
    printNet(gainOf(`${ROUTING}_${what}_total{direction="lost"} ${amount}\n`, what));
  assert.equal(lost("tokens", 7), "−7");
  assert.equal(lost("seconds", 90), "−90 s");
  assert.equal(lost("joules", 7200), "−2 Wh");
  assert.equal(lost("grams", 0.002), "−2 mg");
});

test("an estimate of nothing is 0", () => {
  const joules = gainOf(`${ROUTING}_joules_total{direction="saved"} 0\n`, "joules");
  assert.equal(printNet(joules), "0 Wh");
});

test("hits stand by cluster, most first, and an engine that reports none is not there", () => {
  const name = "greeninfer_prefix_hit_tokens_total";
  assert.deepEqual(reportedHits(new Scrape(0, "")), []);
  assert.deepEqual(reportedHits(new Scrape(0, `${name}{cluster="none"} 1\n${name}{cluster="lab"} 20\n`)), [
    { cluster: "lab", tokens: 20 },
    { cluster: "none", tokens: 1 },
  ]);
});
