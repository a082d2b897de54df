// What the end of a budget changes: eco mode near it, and no answers beyond it.
import type { ShownError } from "../sessions/record";
import { sentence } from "../words/sentence";
import type { BudgetSettings } from "./budget_level";
import { ecoNotice } from "./budget_words";

export function EcoNotice({
  settings,
  onDismiss,
}: {
  settings: BudgetSettings | null;
  onDismiss: () => void;
}) {
  return (
    <div class="notice notice-warn" data-testid="eco-notice" role="status">
      <p>{ecoNotice(settings)}</p>
      <button type="button" class="quiet" onClick={onDismiss}>
        Understood
      </button>
    </div>
  );
}

export interface BudgetBlockProps {
  error: ShownError | null; // the gateway's refusal; null: it has only said that nothing is left
  onNew: () => void;
  onCheck: () => void;
}

export function BudgetBlock({ error, onNew, onCheck }: BudgetBlockProps) {
  // The budget of a key or a department is the same in every session.
  const isOfSession = error === null || error.field === "session_id";
  return (
    <div class="notice notice-bad" data-testid="budget-block" role="alert">
      <p>
        {error ? sentence(error.message) : "The carbon budget of this session is used up."}{" "}
        {isOfSession ? "Begin a new session to go on; this one stays readable." : null}
      </p>
      <div class="choices">
        {isOfSession ? (
          <button type="button" class="primary" onClick={onNew}>
            New session
          </button>
        ) : null}
        <button type="button" class="quiet" data-testid="budget-check" onClick={onCheck}>
          Look again
        </button>
      </div>
    </div>
  );
}
