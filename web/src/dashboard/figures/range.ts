// Which time a report is asked for.

export const HOUR_MS = 3_600_000;

export interface Range {
  from: number; // ms since 1970
  to: number;
}

export interface Preset {
  name: string;
  words: string;
  hours: number;
}

export const PRESETS: readonly Preset[] = [
  { name: "hour", words: "this hour", hours: 1 },
  { name: "6h", words: "last 6 hours", hours: 6 },
  { name: "24h", words: "last 24 hours", hours: 24 },
  { name: "3d", words: "last 3 days", hours: 72 },
  { name: "7d", words: "last 7 days", hours: 168 },
];

// Whole hours that end with the running one, so that "this hour" is not empty five minutes after the last.
export function presetRange(hours: number, now: number): Range {
  const end = (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
  return { from: end - hours * HOUR_MS, to: end };
}

// A time as <input type="datetime-local"> takes and gives it: local, without a zone.
export function localInput(time: number): string {
  const date = new Date(time);
  const two = (amount: number) => String(amount).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

// What is wrong with a range that somebody typed; null: nothing.
export function rangeProblem(from: string, to: string): string | null {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(start)) return "“From” is no time: give day and hour.";
  if (Number.isNaN(end)) return "“To” is no time: give day and hour.";
  return start < end ? null : "“To” must be later than “from”: swap the two.";
}
