// What the chat page shows: which session is open, its exchanges, and the list of all.
import type { Exchange, Session } from "../sessions/record";

export interface ChatState {
  isReady: boolean; // the kept sessions were read
  sessions: Session[]; // most recently used first
  openId: string; // also of a session that has no exchange yet
  exchanges: Exchange[]; // of the open session, oldest first
  ecoNotice: boolean; // just reached, in the open session
  announcement: string; // for screen readers; the newest thing worth saying
  storeProblem: string | null; // sessions are not being kept, and why
}

export const openSession = (state: ChatState): Session | null =>
  state.sessions.find(({ id }) => id === state.openId) ?? null;

// With `exchange` in its place, or at the end.
export function withExchange(exchanges: readonly Exchange[], exchange: Exchange): Exchange[] {
  const at = exchanges.findIndex(({ id }) => id === exchange.id);
  return at < 0 ? [...exchanges, exchange] : exchanges.with(at, exchange);
}
