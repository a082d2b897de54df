// What the chat is given: where it keeps things, how it asks the gateway, and the time and chance that tests set.
import type { ChatEvent, Question } from "../server/chat";
import type { SessionState } from "../server/reply";
import type { SessionStore } from "../sessions/session_store";
import type { FrameBatch } from "./frame_batch";

export interface ChatOptions {
  store: SessionStore;
  ask: (question: Question, signal: AbortSignal) => AsyncIterable<ChatEvent>;
  fetchSession: (id: string) => Promise<SessionState | null>;
  forgetSession: (id: string) => Promise<void>;
  now: () => number;
  newId: () => string;
  tab: string;
  openId: string; // the session to begin with
  batch?: (draw: () => void) => FrameBatch;
}
