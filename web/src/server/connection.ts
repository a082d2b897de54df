// Whether the gateway can be reached and whether it wants a key, as the last calls of the whole page found it.
//
// Kept in one place so that one banner says it once, and so that every part of the page asks again at the same moment
// when the gateway is back.

export interface Connection {
  lostAt: number | null; // ms since 1970 of the first call without an answer; null while there are answers
  refusal: string | null; // the gateway's own words when it wanted a key or another one
  recoveries: number; // goes up when calls may succeed again: after an outage, or with another key
}

let state: Connection = { lostAt: null, refusal: null, recoveries: 0 };
const listeners = new Set<() => void>();

function change(next: Connection): void {
  state = next;
  for (const listener of [...listeners]) listener();
}

export const connection = (): Connection => state;

// Returns what ends it.
export function watchConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function noteLost(now: number = Date.now()): void {
  if (state.lostAt === null) change({ ...state, lostAt: now });
}

export function noteReached(): void {
  if (state.lostAt !== null) change({ ...state, lostAt: null, recoveries: state.recoveries + 1 });
}

export function noteRefusedKey(message: string): void {
  if (state.refusal !== message) change({ ...state, refusal: message });
}

export function noteNewKey(): void {
  change({ ...state, refusal: null, recoveries: state.recoveries + 1 });
}
