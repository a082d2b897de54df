// Asks a question (POST /chat, streamed) and tells what comes, as it comes.
import { BrokenStreamError, errorFromBody } from "./errors";
import { readEvents } from "./event_stream";
import type { Preview, PreviewChoice, Reply } from "./reply";
import { ask } from "./request";

export type Mode = "eco" | "balanced" | "performance";

export interface Turn {
  role: "user" | "assistant";
  content: string;
}

export interface Question {
  prompt: string;
  mode: Mode;
  context: Turn[];
  session_id: string;
  preview?: "auto" | "always" | "never";
  confirm?: { preview_id: string; choice: PreviewChoice };
}

export type ChatEvent =
  | { kind: "decision"; reply: Reply }
  | { kind: "draft"; text: string; tier: string }
  | { kind: "escalation"; from: string; to: string; reason: string }
  | { kind: "delta"; text: string }
  | { kind: "preview"; preview: Preview }
  | { kind: "done"; reply: Reply };

// Throws GatewayError, UnreachableError, BrokenStreamError, or the AbortError of `signal`.
export async function* askQuestion(question: Question, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const body = JSON.stringify({ ...question, stream: true });
  const response = await ask("/chat", {
    method: "POST",
    body,
    signal,
    headers: { accept: "text/event-stream" },
  });
  if (!response.body) throw new BrokenStreamError();
  try {
    for await (const { name, data } of readEvents(response.body)) {
      const event = chatEvent(name, JSON.parse(data) as Record<string, unknown>);
      if (event) yield event;
      if (event?.kind === "done") return;
    }
  } catch (failure) {
    if (failure instanceof TypeError || failure instanceof SyntaxError) throw new BrokenStreamError();
    throw failure;
  }
  throw new BrokenStreamError();
}

// An event of a name that is not known is passed over: a newer gateway may say more.
export function chatEvent(name: string, data: Record<string, unknown>): ChatEvent | null {
  if ("error" in data) throw errorFromBody(data, 200, null);
  const text = (field: string) => String(data[field] ?? "");
  switch (name) {
    case "decision":
    case "done":
      return { kind: name, reply: data as Reply };
    case "draft":
      return { kind: "draft", text: text("text"), tier: text("model_tier") };
    case "escalation":
      return { kind: "escalation", from: text("from"), to: text("to"), reason: text("reason") };
    case "delta":
      return { kind: "delta", text: text("text") };
    case "preview":
      return { kind: "preview", preview: data["preview"] as Preview };
    default:
      return null;
  }
}
