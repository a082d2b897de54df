import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePrometheusText, sampleValue } from "./prometheus_text";

test("names, labels and values; comments and empty lines are none", () => {
  const text =
    '# HELP a_total Words, {not="labels"} 5\n# TYPE a_total counter\n\na_total{b="x",c="y"} 12\nplain 0.5\n';
  assert.deepEqual(parsePrometheusText(text), [
    { name: "a_total", labels: { b: "x", c: "y" }, value: 12 },
    { name: "plain", labels: {}, value: 0.5 },
  ]);
});

test("quotation marks, backslashes and newlines in label values are escaped", () => {
  const [sample] = parsePrometheusText(
    String.raw`m{path="C:\\DIR",said="\"}{,=\"",lines="a\nb",kept="\q"} 1`,
  );
  assert.deepEqual(sample?.labels, { path: "C:\\DIR", said: '"}{,="', lines: "a\nb", kept: "\\q" });
});

test("no figure, infinities, exponents, signs, a time stamp behind", () => {
  const values = parsePrometheusText("a NaN\nb +Inf\nc -Inf\nd 1.5e-07\ne -3 1395066363000\nf{} 4\n").map(
    ({ value }) => value,
  );
  assert.deepEqual(values, [Number.NaN, Infinity, -Infinity, 1.5e-7, -3, 4]);
});

test("a histogram is its buckets, its sum and its count", () => {
  const text = 'h_bucket{le="0.1"} 1\nh_bucket{le="+Inf"} 2\nh_sum 3.25\nh_count 2';
  assert.deepEqual(
    parsePrometheusText(text).map(({ name, labels, value }) => [name, labels["le"], value]),
    [
      ["h_bucket", "0.1", 1],
      ["h_bucket", "+Inf", 2],
      ["h_sum", undefined, 3.25],
      ["h_count", undefined, 2],
    ],
  );
});

test("a line that is no sample is passed over, and the others stay", () => {
  const text = 'a{b="open 1\nb{c=d} 1\nc\nd 0x10\ne one\n{x="y"} 1\nf{g="h",} 7\n9bad 1';
  assert.deepEqual(parsePrometheusText(text), [{ name: "f", labels: { g: "h" }, value: 7 }]);
});

test("what is no figure is null and not 0", () => {
  for (const text of ["", " ", "-", "1,5", "0x1", "Infinityx", "1e"])
    assert.equal(sampleValue(text), null, text);
});
