// What the browser keeps of a conversation.
//
// A session and its exchanges are rows of their own, so that two open tabs that add to the same session write different
// rows and cannot undo each other's work.
import type { Mode, Turn } from "../server/chat";
import type { Preview, PreviewChoice, Reply, SessionState } from "../server/reply";

export type PreviewSwitch = "auto" | "always" | "never";

export interface Session {
  id: string;
  title: string;
  named_by_user: boolean;
  created_at: number; // ms since 1970, as all times here
  used_at: number;
  eco_noticed: boolean; // the notice that eco mode begins was shown
  budget: SessionState | null; // as the gateway said it last; null: it has not yet, or has forgotten the session
}

export interface Escalation {
  from: string;
  to: string;
  reason: string;
}

// An error as it is shown and kept; `kind` says what can be done about it.
export interface ShownError {
  kind: "gateway" | "unreachable" | "broken" | "interrupted";
  message: string;
  status: number | null;
  code: string | null;
  field: string | null;
  retry_at: number | null; // the gateway asked not to come back before
}

export type AnswerState = "waiting" | "answering" | "preview" | "declined" | "done" | "stopped" | "failed";

export interface Answer {
  state: AnswerState;
  text: string; // what stays, as far as it came
  draft: { text: string; tier: string } | null; // not yet checked; may be thrown away
  escalations: Escalation[];
  decision: Reply | null;
  reply: Reply | null; // without its text, which is above
  preview: Preview | null; // the newest one
  previews: number; // made so far for this prompt
  choice: PreviewChoice | null;
  error: ShownError | null;
}

export interface Exchange {
  id: string;
  session_id: string;
  at: number;
  prompt: string;
  mode: Mode;
  preview: PreviewSwitch;
  // The turns that went along. Kept until the answer is complete: a confirmed preview must be asked with the same ones.
  context: Turn[] | null;
  answer: Answer;
  tab: string; // the tab that asks
  saved_at: number;
}

export const isRunning = (answer: Answer): boolean =>
  answer.state === "waiting" || answer.state === "answering";
