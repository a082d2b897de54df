// Whether an answer that is kept as running still is: the page that asked may be gone, or be another tab.
import { type Answer, type Exchange, isRunning } from "../sessions/record";
import { INTERRUPTED } from "./shown_error";

// A tab that asks saves at least every few seconds, longer in the background.
export const SILENT_MS_MAX = 90_000;

export function shownAnswer(exchange: Exchange, tab: string, now: number): Answer {
  const { answer } = exchange;
  const mayRun = exchange.tab !== tab && now - exchange.saved_at < SILENT_MS_MAX;
  if (!isRunning(answer) || mayRun) return answer;
  return { ...answer, state: "failed", error: INTERRUPTED };
}
