import assert from "node:assert/strict";
import { test } from "node:test";
import type { Preview } from "../server/reply";
import type { Answer } from "../sessions/record";
import { afterStep, askedAgain, newAnswer, type Step } from "./answer_steps";

const after = (...steps: Step[]): Answer => steps.reduce(afterStep, newAnswer());

const PREVIEW: Preview = {
  id: "p1",
  expires_at: "2026-11-29T14:30:00Z",
  summary: "Two sentences.",
  outline: ["one", "two", "three"],
  choices: ["expand", "different_angle", "add_detail"],
  estimated: {},
  spent: {},
};
const DONE: Step = { kind: "done", reply: { response: "whole", model_tier: "small", energy_mwh: 1 } };

test("deltas add up and the whole answer replaces them", () => {
  const growing = after({ kind: "delta", text: "wh" }, { kind: "delta", text: "ole" });
  assert.deepEqual([growing.state, growing.text], ["answering", "whole"]);
  const done = afterStep(growing, DONE);
  assert.deepEqual([done.state, done.text, done.reply?.energy_mwh], ["done", "whole", 1]);
  assert.equal(done.reply?.response, undefined, "the text is kept once");
});

test("a draft that holds becomes the answer, though it is not said again", () => {
  const draft = after(
    { kind: "draft", text: "who", tier: "small" },
    { kind: "draft", text: "le", tier: "small" },
  );
  assert.deepEqual([draft.text, draft.draft], ["", { text: "whole", tier: "small" }]);
  assert.deepEqual([afterStep(draft, DONE).text, afterStep(draft, DONE).draft], ["whole", null]);
  assert.equal(afterStep(draft, { kind: "done", reply: {} }).text, "whole");
});

test("an escalation throws the draft away and is remembered", () => {
  const escalation = { from: "small", to: "medium", reason: "check_probability" };
  const taken = after({ kind: "draft", text: "wrong", tier: "small" }, { kind: "escalation", ...escalation });
  assert.deepEqual([taken.draft, taken.text, taken.escalations], [null, "", [escalation]]);
  assert.equal(afterStep(taken, { kind: "delta", text: "right" }).text, "right");
});

test("a preview waits for a choice, and the answer follows it", () => {
  const preview = after(
    { kind: "preview", preview: PREVIEW },
    { kind: "done", reply: { preview: PREVIEW, energy_mwh: 2 } },
  );
  assert.deepEqual([preview.state, preview.preview?.id, preview.previews], ["preview", "p1", 1]);
  const chosen = afterStep(preview, { kind: "chosen", choice: "expand" });
  assert.deepEqual([chosen.state, chosen.choice, chosen.preview?.id], ["waiting", "expand", "p1"]);
  const other = afterStep(chosen, { kind: "preview", preview: { ...PREVIEW, id: "p2" } });
  assert.deepEqual([other.preview?.id, other.previews], ["p2", 2]);
  assert.equal(afterStep(preview, { kind: "declined" }).state, "declined");
});

test("what came before a stop or a failure is kept", () => {
  const stopped = after({ kind: "delta", text: "half" }, { kind: "stopped" });
  assert.deepEqual([stopped.state, stopped.text], ["stopped", "half"]);
  const draft = after({ kind: "draft", text: "half", tier: "small" }, { kind: "stopped" });
  assert.deepEqual([draft.text, draft.draft?.text], ["", "half"], "an unchecked draft stays a draft");
  const error = {
    kind: "broken",
    message: "m",
    status: null,
    code: null,
    field: null,
    retry_at: null,
  } as const;
  const failed = after({ kind: "delta", text: "half" }, { kind: "failed", error });
  assert.deepEqual([failed.state, failed.text, failed.error], ["failed", "half", error]);
});

test("asking again begins anew, with the preview where it is still good", () => {
  const answer = after({ kind: "preview", preview: PREVIEW }, { kind: "chosen", choice: "expand" });
  assert.deepEqual(askedAgain(answer, false), newAnswer());
  assert.deepEqual([askedAgain(answer, true).preview?.id, askedAgain(answer, true).choice], ["p1", "expand"]);
});
