// What is sent for an exchange, at first and when it is asked once more.
import type { Question } from "../server/chat";
import { contextOf } from "../sessions/context";
import type { Exchange } from "../sessions/record";
import { askedAgain } from "./answer_steps";
import { isPreviewError } from "./shown_error";

export function questionOf({ prompt, mode, session_id, preview, context, answer }: Exchange): Question {
  const question: Question = { prompt, mode, session_id, preview, context: context ?? [] };
  if (!answer.choice || !answer.preview) return question;
  return { ...question, confirm: { preview_id: answer.preview.id, choice: answer.choice } };
}

// A choice is confirmed once more with the context of its preview, as long as the preview itself is good; anything else
// is asked as if it were new, after what was said before it.
export function toAskAgain(exchange: Exchange, all: readonly Exchange[]): Exchange {
  const { answer } = exchange;
  const confirms = answer.choice !== null && answer.preview !== null && !isPreviewError(answer.error);
  const before = all.filter(({ at, id }) => at < exchange.at && id !== exchange.id);
  const context = confirms && exchange.context ? exchange.context : contextOf(before);
  return { ...exchange, context, answer: askedAgain(answer, confirms) };
}
