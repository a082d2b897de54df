// Sums of a report's rows that keep apart what is known, what is not, and what will be known soon.
//
// A row's figure is null when nothing of it is known. Two reasons, told apart by the row's own count: nothing tells it
// (attempts_without_* counts them), or a meter has not closed its window yet and the shares are still to come.
import type { Figures } from "../../server/report";

export interface Sum {
  value: number | null; // of what is known; null: nothing is
  low: number | null; // 5th percentile; null where the report gives none
  high: number | null; // 95th
  attempts: number;
  unknown: number; // attempts that are in no sum, for good
  pending: number; // attempts of rows whose meter has still to tell
}

export type Measure = "energy" | "carbon" | "cost";

interface Columns {
  value: keyof Figures;
  low?: keyof Figures;
  high?: keyof Figures;
  unknown: keyof Figures;
}

const COLUMNS: Readonly<Record<Measure, Columns>> = {
  energy: {
    value: "energy_kwh",
    low: "energy_kwh_p5",
    high: "energy_kwh_p95",
    unknown: "attempts_without_energy",
  },
  carbon: { value: "co2e_g", low: "co2e_g_p5", high: "co2e_g_p95", unknown: "attempts_without_carbon" },
  cost: { value: "cost_usd", unknown: "attempts_without_cost" },
};

const plus = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);

function ofRow(row: Figures, measure: Measure): Sum {
  const { value: name, low, high, unknown } = COLUMNS[measure];
  const value = row[name];
  const without = row[unknown] ?? 0;
  // A free local model and a model without a price both have no sum, but only the second has attempts without it.
  return {
    value: row.attempts === 0 && value === 0 ? null : value,
    low: low ? row[low] : null,
    high: high ? row[high] : null,
    attempts: row.attempts,
    unknown: without,
    pending: value === null ? Math.max(0, row.attempts - without) : 0,
  };
}

export function sumOf(rows: readonly Figures[], measure: Measure): Sum {
  const nothing: Sum = { value: null, low: null, high: null, attempts: 0, unknown: 0, pending: 0 };
  return rows.reduce<Sum>((sum, row) => {
    const more = ofRow(row, measure);
    return {
      value: plus(sum.value, more.value),
      low: plus(sum.low, more.low),
      high: plus(sum.high, more.high),
      attempts: sum.attempts + more.attempts,
      unknown: sum.unknown + more.unknown,
      pending: sum.pending + more.pending,
    };
  }, nothing);
}

// Whether the sum is everything: an equivalence of half a total would be a lie.
export const isWhole = (sum: Sum): boolean => sum.value !== null && sum.unknown === 0 && sum.pending === 0;

const attempts = (count: number): string => (count === 1 ? "1 attempt" : `${count} attempts`);

// What a reader must know beside the figure; empty when the figure is everything.
export function caveats(sum: Sum, measure: Measure): string[] {
  const what = { energy: "energy", carbon: "carbon", cost: "price" }[measure];
  const sentences: string[] = [];
  if (sum.unknown > 0) {
    sentences.push(`${attempts(sum.unknown)} of ${sum.attempts} without a known ${what}, in no sum.`);
  }
  if (sum.pending > 0) {
    sentences.push(`${attempts(sum.pending)} whose meter has not been read yet; the share follows.`);
  }
  return sentences;
}
