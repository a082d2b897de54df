// What placing prompts by their prefix saved against sending them in turn, as the gateway estimated it, and what model
// servers report to have found in their caches, which is no estimate.
import type { Scrape } from "../../server/metrics";
import { carbon, count, duration, UNKNOWN } from "../../words/quantities";
import { joules } from "../../words/report_figures";

export interface Gain {
  what: string;
  saved: number | null; // null: the gateway estimated nothing of it, which is not 0
  lost: number | null;
  print: (amount: number) => string;
  whyUnknown: string; // where no prompt has such a figure
}

const NOT_PLACED = "no prompt was placed by its prefix yet";

const KINDS: readonly Pick<Gain, "what" | "print" | "whyUnknown">[] = [
  { what: "tokens", print: (tokens) => count(Math.round(tokens)), whyUnknown: NOT_PLACED },
  { what: "seconds", print: (seconds) => duration(1000 * seconds), whyUnknown: NOT_PLACED },
  { what: "joules", print: joules, whyUnknown: NOT_PLACED },
  {
    what: "grams",
    print: carbon,
    whyUnknown: "places are compared by carbon only with enterprise.green_routing",
  },
];

export function placementGains(scrape: Scrape): Gain[] {
  return KINDS.map((kind) => {
    const metric = `greeninfer_prefix_routing_${kind.what}_total`;
    const saved = scrape.sum(metric, { direction: "saved" });
    const lost = scrape.sum(metric, { direction: "lost" });
    return { ...kind, saved, lost };
  });
}

export const isEstimated = ({ saved, lost }: Gain): boolean => saved !== null || lost !== null;

// Saved less lost. Of a pair the one that never happened has no sample and is 0.
export function net({ saved, lost }: Gain): number | null {
  return saved === null && lost === null ? null : (saved ?? 0) - (lost ?? 0);
}

export function printSide(gain: Gain, amount: number | null): string {
  return isEstimated(gain) ? gain.print(amount ?? 0) : UNKNOWN;
}

export function printNet(gain: Gain): string {
  const amount = net(gain);
  if (amount === null) return UNKNOWN;
  return amount < 0 ? `\u2212${gain.print(-amount)}` : gain.print(amount);
}

export interface Hits {
  cluster: string;
  tokens: number;
}

// By cluster, most first; empty: no model server has reported a cached token.
export const reportedHits = (scrape: Scrape): Hits[] =>
  scrape
    .sumsBy("greeninfer_prefix_hit_tokens_total", "cluster")
    .map(([cluster, tokens]) => ({ cluster, tokens }));
