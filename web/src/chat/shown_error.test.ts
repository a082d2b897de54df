import assert from "node:assert/strict";
import { test } from "node:test";
import { BrokenStreamError, errorFromBody, UnreachableError } from "../server/errors";
import { isBudgetError, isPreviewError, shownError } from "./shown_error";

test("the gateway's words, field and time to wait are kept", () => {
  const body = { error: { message: "'mode' must be eco", code: "x", field: "mode" } };
  const error = shownError(errorFromBody(body, 429, "7"), 1000);
  assert.deepEqual(
    [error.message, error.field, error.code, error.retry_at],
    ["'mode' must be eco", "mode", "x", 8000],
  );
});

test("each kind of failure can be told apart", () => {
  assert.equal(shownError(new UnreachableError(), 0).kind, "unreachable");
  assert.equal(shownError(new BrokenStreamError(), 0).kind, "broken");
  assert.match(shownError(new Error("odd"), 0).message, /odd/);
  const of = (status: number, code: string) =>
    shownError(errorFromBody({ error: { message: "m", code } }, status, null), 0);
  assert.ok(isBudgetError(of(402, "carbon_budget_exceeded")));
  assert.ok(isPreviewError(of(400, "preview_expired")));
  assert.ok(!isBudgetError(of(429, "rate_limit_exceeded")) && !isPreviewError(null));
});
