// Figures as people read them: three significant digits, a unit that keeps them short, and a dash for what is unknown.

export const UNKNOWN = "–";

interface Unit {
  from: number; // smallest amount, in the base unit, that it is used for
  scale: number;
  symbol: string;
}

// Largest first. Base unit: Wh.
const ENERGY: readonly Unit[] = [
  { from: 1e6, scale: 1e-6, symbol: "MWh" },
  { from: 1e3, scale: 1e-3, symbol: "kWh" },
  { from: 1, scale: 1, symbol: "Wh" },
  { from: 1e-3, scale: 1e3, symbol: "mWh" },
  { from: 0, scale: 1e6, symbol: "µWh" },
];

// Base unit: g.
const MASS: readonly Unit[] = [
  { from: 1e6, scale: 1e-6, symbol: "t" },
  { from: 1e3, scale: 1e-3, symbol: "kg" },
  { from: 1, scale: 1, symbol: "g" },
  { from: 1e-3, scale: 1e3, symbol: "mg" },
  { from: 0, scale: 1e6, symbol: "µg" },
];

export function significant(amount: number, digits = 3): string {
  if (amount === 0) return "0";
  return new Intl.NumberFormat("en", { maximumSignificantDigits: digits, useGrouping: true }).format(amount);
}

function inUnits(amount: number | null | undefined, units: readonly Unit[]): string {
  if (amount === null || amount === undefined || !Number.isFinite(amount)) return UNKNOWN;
  const unit = units.find(({ from }) => Math.abs(amount) >= from) ?? units[units.length - 1];
  if (!unit || amount === 0) return `0 ${units.find(({ from }) => from === 1)?.symbol ?? ""}`.trim();
  return `${significant(amount * unit.scale)} ${unit.symbol}`;
}

export const energy = (milliwattHours: number | null | undefined): string =>
  inUnits(typeof milliwattHours === "number" ? milliwattHours / 1e3 : milliwattHours, ENERGY);

export const carbon = (grams: number | null | undefined): string => inUnits(grams, MASS);

export const money = (dollars: number | null | undefined): string =>
  typeof dollars === "number" && Number.isFinite(dollars) ? `$${significant(dollars)}` : UNKNOWN;

export function interval(
  low: number | null | undefined,
  high: number | null | undefined,
  print: (amount: number | null | undefined) => string,
): string {
  return low === null || low === undefined || high === null || high === undefined
    ? UNKNOWN
    : `${print(low)} to ${print(high)}`;
}

export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return UNKNOWN;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 120 ? `${significant(seconds)} s` : `${significant(seconds / 60)} min`;
}

export const count = (amount: number | null | undefined): string =>
  typeof amount === "number" ? new Intl.NumberFormat("en").format(amount) : UNKNOWN;
