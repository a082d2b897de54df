// How near a session is to the end of its carbon budget, as it is shown.
import type { SessionState } from "../server/reply";
import type { SetupState } from "../server/setup";

export type BudgetSettings = SetupState["budget"];
export type Level = "ok" | "warn" | "eco" | "exhausted";

const LEVELS: readonly Level[] = ["ok", "warn", "eco", "exhausted"];

export interface BudgetView {
  level: Level;
  usedShare: number; // of the budget; may be above 1
  reservedShare: number; // promised to answers that are being written
  marks: number[]; // shares from which something changes; empty while the gateway's settings are not known
}

function levelByShare(share: number, settings: BudgetSettings | null): Level {
  if (share >= 1) return "exhausted";
  if (settings && share >= settings.eco_at) return "eco";
  return settings && share >= settings.warn_at ? "warn" : "ok";
}

export function budgetView(session: SessionState, settings: BudgetSettings | null): BudgetView | null {
  const budget = session.carbon_budget_g;
  if (!(budget > 0)) return null;
  const usedShare = session.carbon_used_g / budget;
  const reservedShare = session.carbon_reserved_g / budget;
  // The gateway's word holds: it counts money too, and knows its own thresholds.
  const said = LEVELS.find((level) => level === session.level);
  return {
    level: said ?? levelByShare(usedShare + reservedShare, settings),
    usedShare,
    reservedShare,
    marks: settings ? [settings.warn_at, settings.eco_at] : [],
  };
}

// At the end of its budget a gateway refuses, or goes on with its smallest model where it is told to.
export const refusesAtLimit = (settings: BudgetSettings | null): boolean => settings?.at_limit !== "smallest";
