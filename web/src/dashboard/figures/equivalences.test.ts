import assert from "node:assert/strict";
import { test } from "node:test";
import { EQUIVALENCES, equivalentAmount } from "./equivalences";

const [LAMP, PHONE, CAR] = EQUIVALENCES;

function amount(equivalence: (typeof EQUIVALENCES)[number] | undefined, of: number): string {
  assert.ok(equivalence);
  return equivalentAmount(equivalence, of);
}

test("a lamp of 8 W takes 8 Wh an hour, from moments to years", () => {
  assert.equal(amount(LAMP, 0.016), "2 hours");
  assert.equal(amount(LAMP, 0.008 / 3600), "1 second");
  assert.equal(amount(LAMP, 0.008 * 24 * 3), "3 days");
  assert.equal(amount(LAMP, 0.008 * 24 * 365.25 * 10), "10 years");
});

test("a charge of a smartphone is 11.6 Wh", () => {
  assert.equal(amount(PHONE, 0.0116), "1 full charge");
  assert.equal(amount(PHONE, 1.16), "100 full charges");
  assert.equal(amount(PHONE, 0.00116), "10 % of a charge");
  assert.equal(amount(PHONE, 0.0116 * 2.5e6), "2.5 million charges");
});

test("400 g a mile are 249 g a kilometre", () => {
  assert.equal(amount(CAR, 400), "1.6 km");
  assert.equal(amount(CAR, 248.55), "1 km");
  assert.equal(amount(CAR, 0.0019), "7.6 mm");
});

test("what is too small to be read is said to be less than the smallest unit", () => {
  assert.equal(amount(LAMP, 1e-12), "less than 0.1 seconds");
  assert.equal(amount(PHONE, 1e-12), "less than 0.01 % of a charge");
  assert.equal(amount(CAR, 1e-12), "less than 1 mm");
});

test("every figure can be read, at all scales from a nanogram to a thousand tonnes", () => {
  for (const equivalence of EQUIVALENCES) {
    for (let exponent = -12; exponent <= 9; ++exponent) {
      const words = equivalentAmount(equivalence, 10 ** exponent);
      const figure = Number(/[\d.,]+/.exec(words)?.[0]?.replaceAll(",", ""));
      assert.ok(figure >= 0.01, `${words} of ${exponent}`);
      if (exponent <= 6) assert.ok(figure < 1e7, `${words} of ${exponent}`);
    }
  }
});

test("each constant has a source, and each foreign one an address", () => {
  for (const { source, constant, sourceUrl, of, perUnit } of EQUIVALENCES) {
    assert.ok(source && constant && perUnit > 0);
    assert.ok(source.startsWith("Arithmetic") || sourceUrl?.startsWith("https://www.epa.gov/"));
    assert.ok(of === "energy" || of === "carbon");
  }
});
