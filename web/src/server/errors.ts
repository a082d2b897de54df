// What went wrong between the page and the gateway, as a user should read it.

// The gateway answered with an error of its own: its message names the field and the remedy.
export class GatewayError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string | null,
    readonly field: string | null,
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
    this.name = "GatewayError";
  }
}

// There was no answer at all.
export class UnreachableError extends Error {
  constructor() {
    super("The gateway cannot be reached. What you wrote is kept; try again when it is back.");
    this.name = "UnreachableError";
  }
}

// The answer broke off in the middle.
export class BrokenStreamError extends Error {
  constructor(message = "The connection broke off before the answer was complete.") {
    super(message);
    this.name = "BrokenStreamError";
  }
}

interface ErrorBody {
  error?: { message?: unknown; code?: unknown; field?: unknown };
}

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

export function errorFromBody(body: unknown, status: number, retryAfter: string | null): GatewayError {
  const error = (body as ErrorBody | null)?.error ?? {};
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new GatewayError(
    textOrNull(error.message) ?? `The gateway answered with status ${status}.`,
    status,
    textOrNull(error.code),
    textOrNull(error.field),
    Number.isFinite(seconds) ? seconds : null,
  );
}
