// What the end of a budget changes: eco mode near it, and no answers beyond it.
import type { ShownError } from "../sessions/record";
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
  return (
    <div class="notice notice-bad" data-testid="budget-block" role="alert">
      <p>
        {error ? `The gateway refuses: ${error.message}` : "The carbon budget of this session is used up."}{" "}
        Begin a new session to go on; this one stays readable.
      </p>
      <div class="choices">
        <button type="button" class="primary" onClick={onNew}>
          New session
        </button>
        <button type="button" class="quiet" data-testid="budget-check" onClick={onCheck}>
          Look again
        </button>
      </div>
    </div>
  );
}
