import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exchange } from "../sessions/record";
import { newAnswer } from "./answer_steps";
import { SILENT_MS_MAX, shownAnswer } from "./liveness";

const exchange = (tab: string, saved_at: number): Exchange => ({
  ...{
    id: "e",
    session_id: "s",
    at: 0,
    prompt: "p",
    mode: "eco",
    preview: "auto",
    context: [],
    tab,
    saved_at,
  },
  answer: { ...newAnswer(), state: "answering", text: "half" },
});

test("an answer that its page left behind is interrupted, and keeps its text", () => {
  const answer = shownAnswer(exchange("here", 1000), "here", 1001);
  assert.deepEqual([answer.state, answer.text, answer.error?.kind], ["failed", "half", "interrupted"]);
});

test("another tab may still be at it, until it was silent for long", () => {
  assert.equal(shownAnswer(exchange("there", 1000), "here", 2000).state, "answering");
  assert.equal(shownAnswer(exchange("there", 0), "here", SILENT_MS_MAX).state, "failed");
});
