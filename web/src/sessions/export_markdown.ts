// A session as Markdown, to read or to pass on: prompts, answers, and what each answer took.
import type { Answer, Exchange, Session } from "./record";

// Text of the user or a model that must stay one line and mean nothing to a Markdown reader.
export function asLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&");
}

// A fence that is longer than any in the text, so that a prompt cannot end its own block.
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function stateLine({ state, error }: Answer): string[] {
  if (state === "stopped") return ["*Stopped by the user.*"];
  if (state === "failed") return [`*Failed: ${asLine(error?.message ?? "for a reason that was not kept")}*`];
  if (state === "preview" || state === "declined") return ["*Only a preview was made.*"];
  return state === "done" ? [] : ["*Not complete when this was exported.*"];
}

function previewLines({ preview, text }: Answer): string[] {
  if (!preview || text !== "") return [];
  return [
    asLine(preview.summary),
    preview.outline.map((point, at) => `${at + 1}. ${asLine(point)}`).join("\n"),
  ];
}

function exchangeLines(exchange: Exchange, facts: (answer: Answer) => string): string[] {
  const { answer } = exchange;
  const line = facts(answer);
  return [
    `## Prompt, ${new Date(exchange.at).toISOString()}`,
    fenced(exchange.prompt),
    "## Answer",
    ...previewLines(answer),
    ...(answer.text === "" ? [] : [answer.text]),
    ...(answer.draft ? ["*Draft, not checked:*", answer.draft.text] : []),
    ...stateLine(answer),
    ...(line === "" ? [] : [`> ${asLine(line)}`]),
  ];
}

// `facts` says in one line what an answer took; how figures are worded is not decided here.
export function sessionAsMarkdown(
  session: Session,
  exchanges: readonly Exchange[],
  facts: (answer: Answer) => string,
): string {
  const head = [`# ${asLine(session.title)}`, `Session of ${new Date(session.created_at).toISOString()}`];
  return `${[...head, ...exchanges.flatMap((exchange) => exchangeLines(exchange, facts))].join("\n\n")}\n`;
}
