// Keeps what the gateway says of a session's budget, so that the bar is there at once after a reload.
import type { SessionState } from "../server/reply";
import type { SessionStore } from "../sessions/session_store";
import { type BudgetSettings, budgetView } from "./budget_level";

// Whether the session is near its end and nobody was told yet, in any tab.
export async function keepBudget(
  store: SessionStore,
  id: string,
  budget: SessionState | null,
  settings: BudgetSettings | null,
): Promise<boolean> {
  await store.change(id, { budget });
  const level = budget && budgetView(budget, settings)?.level;
  return level === "eco" && (await store.claimEcoNotice(id));
}
