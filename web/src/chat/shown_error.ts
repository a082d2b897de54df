// What a caught error is to the user: what happened, in the gateway's own words, and what can be done.
import { BrokenStreamError, GatewayError, UnreachableError } from "../server/errors";
import type { ShownError } from "../sessions/record";

const NOTHING = { status: null, code: null, field: null, retry_at: null };

export function shownError(failure: unknown, now: number): ShownError {
  if (failure instanceof GatewayError) {
    const { message, status, code, field, retryAfterSeconds } = failure;
    const retry_at = retryAfterSeconds === null ? null : now + retryAfterSeconds * 1000;
    return { kind: "gateway", message, status, code, field, retry_at };
  }
  if (failure instanceof UnreachableError)
    return { ...NOTHING, kind: "unreachable", message: failure.message };
  if (failure instanceof BrokenStreamError) return { ...NOTHING, kind: "broken", message: failure.message };
  const words = failure instanceof Error ? failure.message : String(failure);
  return { ...NOTHING, kind: "broken", message: `The page could not go on with this answer: ${words}` };
}

export const INTERRUPTED: ShownError = {
  ...NOTHING,
  kind: "interrupted",
  message: "The page was closed or reloaded before the answer was complete.",
};

const BUDGET_CODES = ["carbon_budget_exceeded", "money_budget_exceeded"];
const PREVIEW_CODES = ["preview_expired", "preview_changed", "preview_foreign"];

export const isBudgetError = (error: ShownError | null): boolean =>
  error !== null && BUDGET_CODES.includes(error.code ?? "");

// The preview itself is no longer good: confirming it again would fail again.
export const isPreviewError = (error: ShownError | null): boolean =>
  error !== null && (PREVIEW_CODES.includes(error.code ?? "") || error.field === "confirm.preview_id");
