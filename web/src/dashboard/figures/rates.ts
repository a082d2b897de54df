// How fast counters rise, from two looks at them.
//
// A restart begins counters anew: the difference would be negative, or, when the new process has already counted more
// than the old one had, a plausible lie. So the start of the process is compared first, and what cannot be told is a
// gap (null), never 0.
import type { Scrape } from "../../server/metrics";

export type Reading = (scrape: Scrape) => number | null;

const STARTED = "process_start_time_seconds";

export function ratePerSecond(
  before: Scrape,
  after: Scrape,
  read: Reading,
  gapSecondsMax: number,
): number | null {
  const seconds = (after.at - before.at) / 1000;
  if (!(seconds > 0) || seconds > gapSecondsMax) return null;
  if (before.sum(STARTED) !== after.sum(STARTED)) return null;
  const value = read(after);
  if (value === null) return null;
  const rise = value - (read(before) ?? 0); // a counter that has just appeared began at 0
  return Number.isFinite(rise) && rise >= 0 ? rise / seconds : null;
}

export interface Point {
  at: number; // ms since 1970
  perSecond: (number | null)[]; // one for each reading
}

// One point for each look but the first.
export function pointsOf(
  scrapes: readonly Scrape[],
  readings: readonly Reading[],
  gapSecondsMax: number,
): Point[] {
  const points: Point[] = [];
  for (const [index, after] of scrapes.entries()) {
    const before = scrapes[index - 1];
    if (!before) continue;
    const perSecond = readings.map((read) => ratePerSecond(before, after, read, gapSecondsMax));
    points.push({ at: after.at, perSecond });
  }
  return points;
}
