import assert from "node:assert/strict";
import { test } from "node:test";
import { fileNameOf } from "./download";
import { sessionAsJson } from "./export_json";
import { asLine, fenced, sessionAsMarkdown } from "./export_markdown";
import type { Answer, Exchange, Session } from "./record";

const SESSION: Session = {
  ...{ id: "0a1b", title: "A *title*\n# with marks", named_by_user: false, created_at: 0, used_at: 1000 },
  ...{ eco_noticed: false, budget: null },
};
const ANSWER: Answer = {
  ...{ state: "done", text: "Some **bold** words.", draft: null, escalations: [], decision: null },
  ...{ reply: { energy_mwh: 4.05514 }, preview: null, previews: 0, choice: null, error: null },
};
const exchange = (answer: Partial<Answer>): Exchange => ({
  ...{ id: "e", session_id: "0a1b", at: 0, prompt: "Why?\n```\nend", mode: "eco", preview: "auto" },
  ...{ context: [], answer: { ...ANSWER, ...answer }, tab: "t", saved_at: 0 },
});

test("JSON keeps the gateway's figures as they came", () => {
  const read = JSON.parse(sessionAsJson(SESSION, [exchange({})]));
  assert.deepEqual([read.format, read.version, read.session_id], ["greeninfer-session", 1, "0a1b"]);
  assert.equal(read.created_at, "1970-01-01T00:00:00.000Z");
  const [first] = read.exchanges;
  assert.deepEqual(
    [first.prompt, first.response, first.reply.energy_mwh],
    ["Why?\n```\nend", ANSWER.text, 4.05514],
  );
});

test("Markdown has prompts, answers and what each took", () => {
  const text = sessionAsMarkdown(SESSION, [exchange({})], () => "4.06 mWh · score 82");
  assert.match(text, /^# A \\\*title\\\* \\# with marks\n/);
  assert.match(text, /\n````text\nWhy\?\n```\nend\n````\n/, "a prompt cannot end its own block");
  assert.match(text, /\n\nSome \*\*bold\*\* words\.\n\n> 4\.06 mWh/);
});

test("Markdown says what is not a whole answer", () => {
  const text = (answer: Partial<Answer>) => sessionAsMarkdown(SESSION, [exchange(answer)], () => "");
  assert.match(text({ state: "stopped" }), /\*Stopped by the user\.\*/);
  assert.match(text({ state: "answering" }), /\*Not complete/);
  const error = {
    kind: "gateway",
    message: "no_model",
    status: 503,
    code: null,
    field: null,
    retry_at: null,
  } as const;
  assert.match(text({ state: "failed", error }), /\*Failed: no\\_model\*/);
});

test("words stay one line and mean nothing", () => {
  assert.equal(asLine("a\n<b> [c](d)"), "a \\<b\\> \\[c\\](d)");
  assert.equal(fenced("plain"), "```text\nplain\n```");
});

test("file names are plain", () => {
  assert.equal(fileNameOf("../../Étude: a/b?", "md"), "etude-a-b.md");
  assert.equal(fileNameOf("???", "json"), "session.json");
});
