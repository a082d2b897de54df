// A session as JSON: all that is kept, with the gateway's figures as they came.
import type { Exchange, Session } from "./record";

export const EXPORT_FORMAT = "greeninfer-session";
export const EXPORT_VERSION = 1;

const moment = (ms: number): string => new Date(ms).toISOString();

function exchangeForExport({ at, prompt, mode, preview, answer }: Exchange): object {
  const { state, text, draft, escalations, reply, choice, error } = answer;
  return {
    at: moment(at),
    prompt,
    mode,
    preview_setting: preview,
    state,
    response: text,
    unchecked_draft: draft,
    preview: answer.preview,
    preview_choice: choice,
    escalations,
    reply,
    error,
  };
}

export function sessionAsJson(session: Session, exchanges: readonly Exchange[]): string {
  const document = {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    session_id: session.id,
    title: session.title,
    created_at: moment(session.created_at),
    used_at: moment(session.used_at),
    budget: session.budget,
    exchanges: exchanges.map(exchangeForExport),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
