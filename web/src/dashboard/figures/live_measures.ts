// What can be watched live, and from which counters it is read.
import type { Scrape } from "../../server/metrics";
import { carbon, money, significant } from "../../words/quantities";
import type { Reading } from "./rates";
import { SAVINGS } from "./savings";

export interface LiveMeasure {
  name: "requests" | "energy" | "carbon" | "cost" | "savings";
  words: string;
  about: string;
  perSecondTo: number; // a rate per second times this is what is printed
  print: (amount: number) => string;
  lines: readonly { words: string; read: Reading }[];
}

// Routes on which models are asked; looking at this page is no work.
const WORK_ROUTES = ["chat", "chat_completions", "completions", "embeddings"];

export const isWork = (labels: Readonly<Record<string, string>>): boolean =>
  WORK_ROUTES.includes(labels["route"] ?? "");

export function requestsOf(scrape: Scrape): number | null {
  const all = scrape.samples("greeninfer_requests_total");
  if (all.length === 0) return null;
  return all.filter(({ labels }) => isWork(labels)).reduce((sum, { value }) => sum + value, 0);
}

const summed =
  (name: string): Reading =>
  (scrape) =>
    scrape.sum(name);

export const LIVE_MEASURES: readonly [LiveMeasure, ...LiveMeasure[]] = [
  {
    name: "requests",
    words: "Requests",
    about: "Requests answered per minute.",
    perSecondTo: 60,
    print: (rate) => `${significant(rate)}/min`,
    lines: [{ words: "requests", read: requestsOf }],
  },
  {
    name: "energy",
    words: "Power",
    about:
      "Energy booked per second. A meter's share is booked when its window closes, so it comes in steps.",
    perSecondTo: 1,
    print: (watts) => `${significant(watts)} W`,
    lines: [{ words: "facility power", read: summed("greeninfer_energy_joules_total") }],
  },
  {
    name: "carbon",
    words: "Carbon",
    about: "Carbon booked, as grams an hour at this rate.",
    perSecondTo: 3600,
    print: (rate) => `${carbon(rate)}/h`,
    lines: [{ words: "carbon", read: summed("greeninfer_carbon_grams_total") }],
  },
  {
    name: "cost",
    words: "Cost",
    about: "Price of answers of models whose price is configured, as dollars an hour at this rate.",
    perSecondTo: 3600,
    print: (rate) => `${money(rate)}/h`,
    lines: [{ words: "cost", read: summed("greeninfer_cost_usd_total") }],
  },
  {
    name: "savings",
    words: "Savings",
    about: "Grams saved per hour at this rate, each against its own baseline: never to be added up.",
    perSecondTo: 3600,
    print: (rate) => `${carbon(rate)}/h`,
    lines: SAVINGS.map(({ kind, words }) => ({
      words,
      read: (scrape: Scrape) => scrape.sum("greeninfer_carbon_saved_grams_total", { kind }),
    })),
  },
];
