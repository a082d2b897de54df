import assert from "node:assert/strict";
import { test } from "node:test";
import { age, clockWithSeconds, intervalName, span } from "./moments";

test("an interval says its day once, or twice where it ends on another", () => {
  const name = (from: string, to: string) => intervalName(from, to, "UTC");
  assert.equal(name("2026-11-29T14:00:00Z", "2026-11-29T15:00:00Z"), "29 Nov, 14:00 to 15:00");
  assert.equal(name("2026-11-29T23:00:00Z", "2026-11-30T00:00:00Z"), "29 Nov, 23:00 to 30 Nov, 00:00");
});

test("an interval is told in the reader's time zone", () => {
  const name = intervalName("2026-11-29T23:00:00Z", "2026-11-30T00:00:00Z", "Asia/Kolkata");
  assert.equal(name, "30 Nov, 04:30 to 05:30");
});

test("midnight is 00, not 24", () => {
  assert.equal(clockWithSeconds(Date.parse("2026-11-29T00:00:07Z"), "UTC"), "00:00:07");
});

test("ages", () => {
  const expected: [number, string][] = [
    [-3, "just now"],
    [4.9, "just now"],
    [59.9, "59 s ago"],
    [60, "1 min ago"],
    [3600, "1 hour ago"],
    [7300, "2 hours ago"],
    [172_800, "2 days ago"],
  ];
  for (const [seconds, words] of expected) assert.equal(age(seconds), words);
});

test("spans", () => {
  assert.equal(span(3600), "1 hour");
  assert.equal(span(900), "15 minutes");
  assert.equal(span(86_400), "1 day");
  assert.equal(span(90), "90 seconds");
});
