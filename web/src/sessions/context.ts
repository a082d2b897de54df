// Which earlier turns go along with a prompt: the last six, as the native API is used by this page.
import type { Turn } from "../server/chat";
import type { Exchange } from "./record";

const TURNS_MAX = 6;

// Only what was answered, also in part: a prompt without an answer would be asked twice in one conversation.
function turnsOf({ prompt, answer }: Exchange): Turn[] {
  const settled = answer.state === "done" || answer.state === "stopped" || answer.state === "failed";
  return settled && answer.text.trim() !== ""
    ? [
        { role: "user", content: prompt },
        { role: "assistant", content: answer.text },
      ]
    : [];
}

// Of the exchanges before this moment, oldest first.
export function contextOf(exchanges: readonly Exchange[], turnsMax = TURNS_MAX): Turn[] {
  return exchanges.flatMap(turnsOf).slice(-turnsMax);
}
