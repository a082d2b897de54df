// A report's rows by tier, model, region or department.

import type { Scrape } from "../../server/metrics";
import type { ReportRow } from "../../server/report";
import type { SetupState } from "../../server/setup";

export type Dimension = "tier" | "model" | "region" | "department";
export type TierOf = (model: string) => string;

export interface Group {
  name: string;
  rows: ReportRow[];
}

export const UNKNOWN_TIER = "unknown tier";
// The process that shortens prompts is no model of the catalogue, but its energy is in the account under this name.
export const SHORTENER = "optimizer";
const SHORTENER_TIER = "prompt shortener";

// The set-up says it for every model; where it cannot be read, the counters say it for those that have answered.
export function tiersFrom(setup: SetupState | null, scrape: Scrape | null): TierOf {
  const tiers = new Map<string, string>([[SHORTENER, SHORTENER_TIER]]);
  for (const { labels } of scrape?.samples("greeninfer_requests_total") ?? []) {
    const { model = "none", tier = "none" } = labels;
    if (model !== "none" && tier !== "none") tiers.set(model, tier);
  }
  for (const { id, tier } of setup?.models ?? []) tiers.set(id, tier);
  return (model) => tiers.get(model) ?? UNKNOWN_TIER;
}

export function groupBy(rows: readonly ReportRow[], by: Dimension, tierOf: TierOf): Group[] {
  const groups = new Map<string, ReportRow[]>();
  for (const row of rows) {
    const name = by === "tier" ? tierOf(row.model) : row[by];
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups].map(([name, rowsOfIt]) => ({ name, rows: rowsOfIt }));
}

const TIERS = ["small", "medium", "large", "xlarge"];

// Tiers by size, everything else by name: an order that does not jump while figures come in.
export function inOrder(groups: readonly Group[]): Group[] {
  const rank = (name: string) => {
    const at = TIERS.indexOf(name);
    return at < 0 ? TIERS.length : at;
  };
  return [...groups].sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}

// What the gateway calls "none" has a reason that a reader can act on.
export function nameOf(name: string, by: Dimension): string {
  if (name === "none" && by === "region") return "no region";
  if (name === "none" && by === "department") return "no department";
  return by === "model" && name === SHORTENER ? "optimizer (prompt shortener)" : name;
}
