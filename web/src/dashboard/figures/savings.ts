// What the gateway says it saved. Each kind is against a baseline of its own, so they are listed and never added.
import type { Scrape } from "../../server/metrics";

export const SAVINGS: readonly { kind: string; words: string; baseline: string }[] = [
  {
    kind: "attributed",
    words: "smaller models, average",
    baseline: "against the largest model writing as much, by the average energy of a token",
  },
  {
    kind: "incremental",
    words: "smaller models, incremental",
    baseline: "the same, by what a fleet of unchanged size really draws less",
  },
  {
    kind: "green_routing",
    words: "cleaner regions",
    baseline: "against spreading the model's requests evenly over its places",
  },
  {
    kind: "prefix_cache",
    words: "prefix cache",
    baseline: "against reading the whole prompt anew",
  },
  {
    kind: "preview",
    words: "previews",
    baseline: "against the full run that a preview made unnecessary",
  },
];

export interface Saving {
  kind: string;
  words: string;
  baseline: string;
  saved: number | null; // g; null: the gateway has not counted this kind
  lost: number | null; // g more than the baseline
}

const METRIC = "greeninfer_carbon_saved_grams_total";
const LOST = "_lost";

// Kinds that a newer gateway counts are shown under its own name rather than left out.
export function savingsOf(scrape: Scrape): Saving[] {
  const counted = new Set(
    scrape.samples(METRIC).map(({ labels }) => (labels["kind"] ?? "").replace(LOST, "")),
  );
  const known = new Set(SAVINGS.map(({ kind }) => kind));
  const others = [...counted].filter((kind) => !known.has(kind));
  return [
    ...SAVINGS.filter(({ kind }) => kind !== "preview" || counted.has(kind)),
    ...others.map((kind) => ({ kind, words: kind, baseline: "see docs/REPORTS.md of this version" })),
  ].map((kind) => ({
    ...kind,
    saved: scrape.sum(METRIC, { kind: kind.kind }),
    lost: scrape.sum(METRIC, { kind: kind.kind + LOST }),
  }));
}
