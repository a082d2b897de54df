import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report, ReportRow } from "../../server/report";
import { HOUR_MS } from "./range";
import { known, row } from "./row_for_test";
import { intervalsOf, shownRange, splitIntervals } from "./series";

const START = Date.parse("2026-11-29T12:00:00Z");
const RANGE = { from: START, to: START + 4 * HOUR_MS };

const reportOf = (rows: ReportRow[], interval_seconds = 3600): Report => ({
  interval_seconds,
  account: {
    complete: true,
    began_at: "2026-11-29T00:00:00Z",
    records_dropped: 0,
    records_back_in_time: 0,
    shortcomings: [],
  },
  method: { data_set: "", energy: "", carbon: "", p5_p95: "", unknown: "" },
  rows,
  total: row(),
});

test("every interval of the chosen time is there, also those without work", () => {
  const intervals = intervalsOf(reportOf([row(known(1)), row(known(2))]), RANGE);
  assert.deepEqual(
    intervals.map(({ rows }) => rows.length),
    [0, 0, 2, 0],
  );
  assert.equal(intervals[2]?.from, Date.parse("2026-11-29T14:00:00Z"));
  assert.equal(intervals[2]?.to, Date.parse("2026-11-29T15:00:00Z"));
});

test("a range that begins within an interval begins with it", () => {
  const intervals = intervalsOf(reportOf([]), { from: START + 1, to: START + HOUR_MS });
  assert.deepEqual(
    intervals.map(({ from }) => from),
    [START],
  );
});

test("of very many intervals only those with work are kept", () => {
  const minute = row({ from: "2026-11-29T14:03:00Z", to: "2026-11-29T14:04:00Z" });
  const week = { from: START - 7 * 24 * HOUR_MS, to: START + 4 * HOUR_MS };
  assert.equal(intervalsOf(reportOf([minute], 60), week).length, 1);
});

test("what is drawn begins with the account, but is some intervals long", () => {
  const day = { from: START - 20 * HOUR_MS, to: START + 4 * HOUR_MS };
  const began = (at: number) => {
    const report = reportOf([]);
    report.account.began_at = new Date(at).toISOString();
    return (day.to - shownRange(report, day).from) / HOUR_MS;
  };
  assert.equal(began(START - 100 * HOUR_MS), 24, "the whole of what was chosen");
  assert.equal(began(START - 5.5 * HOUR_MS), 10, "from the interval in which it began");
  assert.equal(began(START + 3 * HOUR_MS), 6);
  assert.deepEqual(shownRange(reportOf([]), RANGE).to, RANGE.to);
});

test("an interval without work and one whose figure is unknown are told apart", () => {
  const rows = [row({ attempts_without_energy: 1 })];
  const [split] = splitIntervals(intervalsOf(reportOf(rows), RANGE), "energy", "all", () => "t", 6);
  assert.deepEqual(
    split?.sums.map(({ value, unknown }) => [value, unknown]),
    [
      [null, 0],
      [null, 0],
      [null, 1],
      [null, 0],
    ],
  );
});

test("more parts than colours go together, and nothing is lost", () => {
  const rows = ["a", "b", "c", "d"].map((model) => row({ model, ...known(1) }));
  const intervals = intervalsOf(reportOf(rows), RANGE);
  const parts = splitIntervals(intervals, "energy", "model", () => "t", 3);
  assert.deepEqual(
    parts.map(({ name, sums }) => [name, sums[2]?.value]),
    [
      ["a", 1],
      ["b", 1],
      ["all others", 2],
    ],
  );
  assert.equal(splitIntervals(intervals, "energy", "model", () => "t", 4).length, 4);
});
