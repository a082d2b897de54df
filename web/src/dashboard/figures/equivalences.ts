// Amounts beside things that people know.
//
// Only for totals that are wholly known, and each with the source of its one constant. The unit is chosen so that the
// figure can be read; what is below the smallest unit is said to be less than that.
import { significant } from "../../words/quantities";

interface Unit {
  from: number; // smallest amount, in the base unit, that it is used for
  scale: number;
  one: string;
  many: string;
}

export interface Equivalence {
  name: string;
  of: "energy" | "carbon"; // energy in kWh, carbon in g
  perUnit: number; // kWh or g for one base unit
  units: readonly Unit[]; // largest first
  source: string;
  sourceUrl?: string;
  constant: string; // in words
}

const unit = (from: number, scale: number, one: string, many = `${one}s`): Unit => ({
  from,
  scale,
  one,
  many,
});

const LED_WATTS = 8;
const GRAMS_PER_MILE = 400;
const KM_PER_MILE = 1.609344;
const PHONE_WH_PER_DAY = 14.46;
const PHONE_IDLE_W = 0.13;
const PHONE_IDLE_H = 22;

export const EQUIVALENCES: readonly Equivalence[] = [
  {
    name: `of light from an LED lamp of ${LED_WATTS} W`,
    of: "energy",
    perUnit: LED_WATTS / 1000 / 3600, // base unit: a second
    units: [
      unit(31_557_600, 1 / 31_557_600, "year"),
      unit(172_800, 1 / 86_400, "day"),
      unit(7200, 1 / 3600, "hour"),
      unit(120, 1 / 60, "minute"),
      unit(0.1, 1, "second"),
    ],
    constant: `${LED_WATTS} W`,
    source: "Arithmetic: energy divided by power",
  },
  {
    name: "of a smartphone",
    of: "energy",
    perUnit: (PHONE_WH_PER_DAY - PHONE_IDLE_W * PHONE_IDLE_H) / 1000, // base unit: a charge
    units: [
      unit(1e6, 1e-6, "million charges", "million charges"),
      unit(0.995, 1, "full charge"),
      unit(1e-4, 100, "% of a charge", "% of a charge"),
    ],
    constant: "11.6 Wh for one charge (14.46 Wh a day, less 22 hours at 0.13 W)",
    source:
      "US EPA, Greenhouse Gas Equivalencies Calculator, calculations and references, after US DOE (2020)",
    sourceUrl:
      "https://www.epa.gov/energy/greenhouse-gas-equivalencies-calculator-calculations-and-references",
  },
  {
    name: "in an average US petrol car, by its exhaust",
    of: "carbon",
    perUnit: GRAMS_PER_MILE / KM_PER_MILE / 1000, // base unit: a metre
    units: [
      unit(1000, 1e-3, "km", "km"),
      unit(1, 1, "m", "m"),
      unit(0.1, 100, "cm", "cm"),
      unit(0.001, 1000, "mm", "mm"),
    ],
    constant: "400 g CO₂ a mile, 249 g a kilometre, at the tailpipe alone",
    source:
      "US EPA, Tailpipe Greenhouse Gas Emissions from a Typical Passenger Vehicle, EPA-420-F-23-014 (2023)",
    sourceUrl: "https://www.epa.gov/greenvehicles/greenhouse-gas-emissions-typical-passenger-vehicle",
  },
];

export function equivalentAmount(equivalence: Equivalence, amount: number): string {
  const base = amount / equivalence.perUnit;
  const smallest = equivalence.units[equivalence.units.length - 1];
  const fitting = equivalence.units.find(({ from }) => base >= from);
  if (!smallest) return "";
  if (!fitting) return `less than ${withUnit(smallest.from * smallest.scale, smallest)}`;
  return withUnit(base * fitting.scale, fitting);
}

function withUnit(amount: number, { one, many }: Unit): string {
  const figure = significant(amount, 2);
  return `${figure} ${figure === "1" ? one : many}`;
}
