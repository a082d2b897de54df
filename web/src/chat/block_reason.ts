// Whether the composer is closed because a budget is used up, and by which words of the gateway.
import type { Exchange, Session, ShownError } from "../sessions/record";
import { type BudgetSettings, budgetView, refusesAtLimit } from "./budget_level";
import { isBudgetError } from "./shown_error";

export interface Block {
  error: ShownError | null;
}

export function blockOf(
  session: Session | null,
  exchanges: readonly Exchange[],
  settings: BudgetSettings | null,
): Block | null {
  const last = exchanges.at(-1)?.answer;
  if (last?.state === "failed" && isBudgetError(last.error)) return { error: last.error };
  const level = session?.budget ? budgetView(session.budget, settings)?.level : undefined;
  return level === "exhausted" && refusesAtLimit(settings) ? { error: null } : null;
}
