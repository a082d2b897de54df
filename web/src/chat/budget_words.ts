import { carbon, significant } from "../words/quantities";
import type { BudgetSettings, BudgetView, Level } from "./budget_level";
import { refusesAtLimit } from "./budget_level";

export const percent = (share: number): string => `${significant(share * 100)} %`;

export const LEVEL_WORDS: Record<Level, string> = {
  ok: "within budget",
  warn: "running low",
  eco: "eco mode",
  exhausted: "used up",
};

// Said once when a level begins.
export function levelNews(level: Level, settings: BudgetSettings | null): string {
  switch (level) {
    case "warn":
      return settings
        ? `This session has used ${percent(settings.warn_at)} of its carbon budget or more.`
        : "This session's carbon budget is running low.";
    case "eco":
      return ecoNotice(settings);
    case "exhausted":
      return refusesAtLimit(settings)
        ? "This session's carbon budget is used up. A new session has a budget of its own."
        : "This session's carbon budget is used up. The smallest model goes on answering.";
    default:
      return "";
  }
}

export function ecoNotice(settings: BudgetSettings | null): string {
  const from = settings
    ? `From ${percent(settings.eco_at)} of the carbon budget on`
    : "Near the end of the carbon budget";
  return `${from}, this session is answered in eco mode, whichever mode is chosen: smaller models, less carbon.`;
}

export function budgetLine(used_g: number, reserved_g: number, budget_g: number, view: BudgetView): string {
  const reserved = reserved_g > 0 ? `, ${carbon(reserved_g)} promised to running answers` : "";
  return `${carbon(used_g)} of ${carbon(budget_g)} CO₂e used (${percent(view.usedShare)})${reserved}`;
}
