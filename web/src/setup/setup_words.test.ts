import assert from "node:assert/strict";
import { test } from "node:test";
import { SETUP_EXAMPLE } from "./setup_example_for_test";
import { evidenceWords, partsOf, placeWords, priceWords, strategyWords } from "./setup_words";

const [LOCAL, PRICED, FREE] = SETUP_EXAMPLE.models;

test("no price is unknown and says what sets it; a price of 0 is free", () => {
  assert.ok(LOCAL && PRICED && FREE);
  assert.equal(priceWords(LOCAL), "unknown");
  assert.match(priceWords({ ...LOCAL, local: false }), /unknown: models\[\]\.price/);
  assert.equal(priceWords(PRICED), "$0.05 read, $0.08 written");
  assert.equal(priceWords(FREE), "free");
});

test("evidence in words, and a kind that is not known by its own name", () => {
  assert.ok(LOCAL);
  assert.equal(evidenceWords(LOCAL), "attributed: a share of a meter");
  assert.equal(evidenceWords({ ...LOCAL, energy_method: "guessed" }), "guessed");
});

test("a place has its region and its grid zone, as far as they are known", () => {
  assert.equal(
    placeWords({ region: "us-east-1", zone: "US-MIDA-PJM", state: "ready" }),
    "us-east-1 (grid US-MIDA-PJM)",
  );
  assert.equal(placeWords({ region: null, zone: null, state: "ready" }), "no region");
  assert.equal(
    placeWords({ region: "us-east-1", zone: "SOLAR", cluster: "vllm-prod", state: "ready" }),
    "vllm-prod in us-east-1 (grid SOLAR)",
  );
});

test("how an endpoint is chosen is said where there are several", () => {
  assert.ok(LOCAL && PRICED);
  assert.equal(strategyWords({ ...LOCAL, strategy: "kv_aware" }), null);
  assert.equal(strategyWords(PRICED), null, "an older gateway does not say");
  assert.match(strategyWords({ ...PRICED, strategy: "kv_aware" }) ?? "", /was read \(kv_aware\)/);
  assert.match(strategyWords({ ...PRICED, strategy: "tides" }) ?? "", /tides/);
});

test("every part names the setting that changes it, on or off", () => {
  const off = {
    ...SETUP_EXAMPLE,
    preview: { enabled: false, score_above: 38 },
    cascade: { enabled: false, streaming: "verify_first" },
    departments: [],
  };
  const words = new Map(partsOf(off).map(({ name, words: said }) => [name, said]));
  assert.equal(words.get("Smart Preview"), "off");
  assert.equal(words.get("Cascade"), "off");
  assert.match(words.get("Departments") ?? "", /^none/);
  assert.match(words.get("Budget of a session") ?? "", /5 g CO₂e; a warning from 80 %/);
  const { preview: _, ...older } = SETUP_EXAMPLE;
  assert.ok(!partsOf(older as typeof SETUP_EXAMPLE).some(({ name }) => name === "Smart Preview"));
  for (const { setting } of partsOf(SETUP_EXAMPLE)) assert.match(setting, /^[a-z]+$/);
});
