// What the gateway knows of a session: what it used of its budget (GET, DELETE /sessions/{id}).
import { GatewayError } from "./errors";
import type { SessionState } from "./reply";
import { ask, askJson } from "./request";

const NOT_FOUND = 404;

const path = (id: string) => `/sessions/${encodeURIComponent(id)}`;

function nullWhereUnknown(failure: unknown): null {
  if (failure instanceof GatewayError && failure.status === NOT_FOUND) return null;
  throw failure;
}

// Null: the gateway does not know it (yet, or no longer), so nothing of its budget is used.
export const fetchSession = (id: string): Promise<SessionState | null> =>
  askJson<SessionState>(path(id)).catch(nullWhereUnknown);

export async function forgetSession(id: string): Promise<void> {
  await ask(path(id), { method: "DELETE" }).catch(nullWhereUnknown);
}
