// How an answer grows: one step for each thing that happens, from the gateway or from the user. Pure, so that every
// order of events can be tried without a browser.
import type { ChatEvent } from "../server/chat";
import type { PreviewChoice, Reply } from "../server/reply";
import type { Answer, ShownError } from "../sessions/record";

export type Step =
  | ChatEvent
  | { kind: "chosen"; choice: PreviewChoice } // a preview is confirmed and asked
  | { kind: "declined" } // a preview is left at that
  | { kind: "stopped" }
  | { kind: "failed"; error: ShownError };

export function newAnswer(): Answer {
  return {
    state: "waiting",
    text: "",
    draft: null,
    escalations: [],
    decision: null,
    reply: null,
    preview: null,
    previews: 0,
    choice: null,
    error: null,
  };
}

// Asked once more: what came before is gone, but for the preview that was confirmed.
export function askedAgain({ preview, previews, choice }: Answer, keepPreview: boolean): Answer {
  return keepPreview ? { ...newAnswer(), preview, previews, choice } : newAnswer();
}

function withoutText(reply: Reply): Reply {
  const { response: _, preview: __, ...rest } = reply;
  return rest;
}

function done(answer: Answer, reply: Reply): Answer {
  const kept = { ...answer, reply: withoutText(reply), error: null };
  if (reply.preview) return { ...kept, state: "preview", preview: reply.preview, text: "", draft: null };
  // A draft that held is not sent a second time as deltas.
  const text = reply.response ?? (answer.text || (answer.draft?.text ?? ""));
  return { ...kept, state: "done", text, draft: null };
}

export function afterStep(answer: Answer, step: Step): Answer {
  switch (step.kind) {
    case "decision":
      return { ...answer, decision: withoutText(step.reply) };
    case "draft":
      return {
        ...answer,
        state: "answering",
        draft: { text: (answer.draft?.text ?? "") + step.text, tier: step.tier },
      };
    case "escalation": {
      const { from, to, reason } = step;
      return { ...answer, draft: null, escalations: [...answer.escalations, { from, to, reason }] };
    }
    case "delta":
      return { ...answer, state: "answering", draft: null, text: answer.text + step.text };
    case "preview":
      return { ...answer, state: "answering", preview: step.preview, previews: answer.previews + 1 };
    case "done":
      return done(answer, step.reply);
    case "chosen":
      return { ...askedAgain(answer, true), choice: step.choice };
    case "declined":
      return { ...answer, state: "declined" };
    case "stopped":
      return { ...answer, state: "stopped" };
    case "failed":
      return { ...answer, state: "failed", error: step.error };
  }
}
