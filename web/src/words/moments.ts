// Times as people read them, in the reader's own time zone.

const DAY_S = 86_400;

const format = (options: Intl.DateTimeFormatOptions, timeZone?: string) =>
  new Intl.DateTimeFormat("en-GB", { hourCycle: "h23", ...options, ...(timeZone ? { timeZone } : {}) });

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };

export const clock = (time: number, timeZone?: string): string => format(CLOCK, timeZone).format(time);

export const clockWithSeconds = (time: number, timeZone?: string): string =>
  format({ ...CLOCK, second: "2-digit" }, timeZone).format(time);

export const dayAndClock = (time: number, timeZone?: string): string =>
  `${format(DAY, timeZone).format(time)}, ${clock(time, timeZone)}`;

// "29 Nov, 14:00 to 15:00"; the day is said again only where the end lies on another one.
export function intervalName(from: string, to: string, timeZone?: string): string {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const sameDay = format(DAY, timeZone).format(start) === format(DAY, timeZone).format(end);
  return `${dayAndClock(start, timeZone)} to ${sameDay ? clock(end, timeZone) : dayAndClock(end, timeZone)}`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

// How long ago, in the largest unit that is at least 1; negative ages (another machine's clock) are "just now".
export function age(seconds: number): string {
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 2 * DAY_S) return `${plural(Math.floor(seconds / 3600), "hour")} ago`;
  return `${plural(Math.floor(seconds / DAY_S), "day")} ago`;
}

// A span of seconds: "1 hour", "15 minutes".
export function span(seconds: number): string {
  if (seconds % DAY_S === 0) return plural(seconds / DAY_S, "day");
  if (seconds % 3600 === 0) return plural(seconds / 3600, "hour");
  return seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
}
