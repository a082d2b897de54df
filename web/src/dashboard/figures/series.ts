// A report as a row of intervals, for a chart: every interval of the chosen time, also those without work.
import type { Report, ReportRow } from "../../server/report";
import { type Dimension, groupBy, inOrder, type TierOf } from "./grouping";
import type { Range } from "./range";
import { type Measure, type Sum, sumOf } from "./sums";

export interface Interval {
  from: number; // ms since 1970
  to: number;
  rows: ReportRow[];
}

const INTERVALS_MAX = 2000; // a week of minutes would be more than a screen has pixels for

const INTERVALS_SHOWN_MIN = 6;

// The part of the chosen time that a chart is of: before the account began there is nothing to tell, and a day of
// blank before the first hour would hide it.
export function shownRange(report: Report, range: Range): Range {
  const length = report.interval_seconds * 1000;
  const began = Math.floor(Date.parse(report.account.began_at) / length) * length;
  const from = Math.min(began, range.to - INTERVALS_SHOWN_MIN * length);
  return { from: Math.max(range.from, from), to: range.to };
}

export function intervalsOf(report: Report, range: Range): Interval[] {
  const length = report.interval_seconds * 1000;
  const byStart = new Map<number, ReportRow[]>();
  for (const row of report.rows) {
    const start = Date.parse(row.from);
    const rows = byStart.get(start);
    if (rows) rows.push(row);
    else byStart.set(start, [row]);
  }
  const first = Math.floor(range.from / length) * length;
  const slots = Math.ceil((range.to - first) / length);
  // Beyond that only intervals with work are kept; the axis still shows the time between them.
  const starts =
    slots <= INTERVALS_MAX
      ? Array.from({ length: slots }, (_, index) => first + index * length)
      : [...byStart.keys()].sort((a, b) => a - b);
  return starts.map((from) => ({ from, to: from + length, rows: byStart.get(from) ?? [] }));
}

export interface Split {
  name: string;
  sums: Sum[]; // one for each interval
}

// All in one, or a part for each tier, model, …; more than the colours that there are go together.
export function splitIntervals(
  intervals: readonly Interval[],
  measure: Measure,
  by: Dimension | "all",
  tierOf: TierOf,
  partsMax: number,
): Split[] {
  const sums = (pick: (row: ReportRow) => boolean) =>
    intervals.map(({ rows }) => sumOf(rows.filter(pick), measure));
  if (by === "all") return [{ name: "all", sums: sums(() => true) }];
  const groups = inOrder(
    groupBy(
      intervals.flatMap(({ rows }) => rows),
      by,
      tierOf,
    ),
  );
  const keyOf = (row: ReportRow) => (by === "tier" ? tierOf(row.model) : row[by]);
  const isTooMany = groups.length > partsMax;
  const shown = isTooMany ? groups.slice(0, partsMax - 1) : groups;
  const names = new Set(shown.map(({ name }) => name));
  const parts = shown.map(({ name }) => ({ name, sums: sums((row) => keyOf(row) === name) }));
  if (isTooMany) parts.push({ name: "all others", sums: sums((row) => !names.has(keyOf(row))) });
  return parts;
}
