import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChatEvent, Question } from "../server/chat";
import { errorFromBody, UnreachableError } from "../server/errors";
import type { Preview, SessionState } from "../server/reply";
import { FullError } from "../sessions/database";
import { MemoryDatabase } from "../sessions/memory_database";
import { type Exchange, isRunning } from "../sessions/record";
import { SessionStore } from "../sessions/session_store";
import { ChatController } from "./chat_controller";
import { FrameBatch } from "./frame_batch";

const PREVIEW: Preview = {
  ...{ id: "p1", expires_at: "2026-11-29T14:30:00Z", summary: "s", outline: ["a", "b", "c"] },
  ...{ choices: ["expand", "different_angle", "add_detail"], estimated: {}, spent: {} },
};

function budget(used: number, level: string): SessionState {
  return {
    ...{
      session_id: "s",
      total_prompts: 1,
      total_energy_mwh: 1,
      total_co2_grams: used,
      total_cost_usd: null,
    },
    ...{
      carbon_budget_g: 10,
      carbon_used_g: used,
      carbon_reserved_g: 0,
      carbon_remaining_g: 10 - used,
      level,
    },
  };
}

type Script = (question: Question, signal: AbortSignal) => AsyncIterable<ChatEvent>;

const says = (text: string, session?: SessionState): Script =>
  async function* () {
    yield { kind: "delta", text };
    yield { kind: "done", reply: session ? { response: text, session } : { response: text } };
  };

// A chat whose gateway answers by the scripts, one for each question.
function chatWith(scripts: Script[], database = new MemoryDatabase()) {
  const asked: Question[] = [];
  const forgotten: string[] = [];
  let ids = 0;
  let now = 1000;
  const controller = new ChatController({
    store: new SessionStore(database),
    ask: (question, signal) => {
      asked.push(question);
      const script = scripts.shift();
      if (!script) throw new Error("nothing more was expected");
      return script(question, signal);
    },
    fetchSession: async () => null,
    forgetSession: async (id) => void forgotten.push(id),
    now: () => ++now,
    newId: () => `id${++ids}`,
    tab: "tab",
    openId: "first",
    batch: (draw) => new FrameBatch(draw, { now: () => 0, frame: (work) => work(), later: (work) => work() }),
  });
  const last = (): Exchange => {
    const exchange = controller.state.exchanges.at(-1);
    assert.ok(exchange);
    return exchange;
  };
  return { controller, asked, forgotten, last, database };
}

test("a prompt is answered, kept, and goes along with the next one", async () => {
  const { controller, asked, last, database } = chatWith([says("Hello."), says("Again.")]);
  await controller.send("Say hello", "eco", "auto");
  await controller.send("Once more", "balanced", "never");
  assert.equal(last().answer.text, "Again.");
  assert.deepEqual(
    asked.map(({ prompt, mode, preview, context }) => [prompt, mode, preview, context.length]),
    [
      ["Say hello", "eco", "auto", 0],
      ["Once more", "balanced", "never", 2],
    ],
  );
  assert.equal(asked[0]?.session_id, asked[1]?.session_id);
  const reopened = chatWith([], database);
  await reopened.controller.open(controller.state.openId);
  assert.deepEqual(
    reopened.controller.state.exchanges.map(({ answer }) => answer.text),
    ["Hello.", "Again."],
  );
});

test("what is shown as on its way runs here from the first moment", async () => {
  const { controller } = chatWith([says("Hello.")]);
  const running: boolean[] = [];
  controller.watch(() => {
    const shown = controller.state.exchanges.at(-1);
    if (shown && isRunning(shown.answer)) running.push(controller.isRunning(shown.id));
  });
  await controller.send("Say hello", "eco", "auto");
  assert.ok(running.length >= 2);
  assert.ok(running.every(Boolean));
});

test("an answer that has ended stays ended while it is being kept", async () => {
  const database = new MemoryDatabase();
  const run = database.run.bind(database);
  let keep: (() => void) | undefined;
  const refused: Script = async function* () {
    yield* [];
    // Its beginning is kept before it is refused; what became of it waits.
    await run("read", async () => undefined);
    database.run = async (access, work) => {
      if (access === "write") await new Promise<void>((resolve) => (keep = resolve));
      return run(access, work);
    };
    throw errorFromBody({ error: { message: "No.", code: "bad_request" } }, 400, null);
  };
  const { controller, last } = chatWith([refused], database);
  const sent = controller.send("Say hello", "eco", "auto");
  for (let tries = 0; !keep && tries < 1000; ++tries) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(keep, "nothing is being kept");
  await controller.refresh(controller.state.openId); // as when another tab has changed something
  assert.deepEqual([last().answer.state, last().answer.error?.code], ["failed", "bad_request"]);
  keep();
  database.run = run;
  await sent;
  assert.deepEqual([last().answer.state, last().answer.error?.code], ["failed", "bad_request"]);
});

test("stopping keeps what came", async () => {
  const waits: Script = async function* (_, signal) {
    yield { kind: "delta", text: "half" };
    await new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    });
  };
  const { controller, last } = chatWith([waits]);
  const sent = controller.send("Go on", "eco", "never");
  while (lastText(controller) !== "half") await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(controller.isRunning(last().id));
  controller.stop(last().id);
  await sent;
  assert.deepEqual([last().answer.state, last().answer.text], ["stopped", "half"]);
  assert.ok(!controller.isRunning(last().id));
});

const lastText = (controller: ChatController) => controller.state.exchanges.at(-1)?.answer.text;

const previews: Script = async function* () {
  yield { kind: "preview", preview: PREVIEW };
  yield { kind: "done", reply: { preview: PREVIEW } };
};

test("a confirmed preview is asked with its id and the same prompt and context", async () => {
  const { controller, asked, last } = chatWith([says("First."), previews, says("Whole.")]);
  await controller.send("One", "eco", "auto");
  await controller.send("Explain", "eco", "auto");
  assert.equal(last().answer.state, "preview");
  await controller.choose(last(), "add_detail");
  assert.deepEqual(asked[2]?.confirm, { preview_id: "p1", choice: "add_detail" });
  assert.deepEqual([asked[2]?.prompt, asked[2]?.context], ["Explain", asked[1]?.context]);
  assert.equal(last().answer.text, "Whole.");
});

test("an expired preview is asked anew without it; an outage is tried again with it", async () => {
  const expired: Script = async function* () {
    yield* [];
    throw errorFromBody({ error: { message: "expired", code: "preview_expired" } }, 400, null);
  };
  const away: Script = async function* () {
    yield* [];
    throw new UnreachableError();
  };
  const { controller, asked, last } = chatWith([previews, away, expired, previews]);
  await controller.send("Explain", "eco", "always");
  await controller.choose(last(), "expand");
  assert.equal(last().answer.error?.kind, "unreachable");
  await controller.retry(last());
  assert.deepEqual(asked[2]?.confirm, { preview_id: "p1", choice: "expand" });
  assert.equal(last().answer.error?.code, "preview_expired");
  await controller.retry(last());
  assert.equal(asked[3]?.confirm, undefined);
  assert.equal(last().answer.state, "preview");
});

test("a preview that is left at that is not asked again", async () => {
  const { controller, asked, last } = chatWith([previews, says("Other.")]);
  await controller.send("Explain", "eco", "always");
  await controller.decline(last());
  await controller.send("Other", "eco", "never");
  assert.deepEqual([asked.length, asked[1]?.context], [2, []]);
});

test("the eco notice comes once for a session", async () => {
  const eco = budget(9.2, "eco");
  const { controller, database } = chatWith([says("a", eco), says("b", eco)]);
  await controller.send("One", "eco", "never");
  assert.equal(controller.state.ecoNotice, true);
  controller.dismissEcoNotice();
  await controller.send("Two", "eco", "never");
  assert.equal(controller.state.ecoNotice, false);
  const reloaded = chatWith([says("c", eco)], database);
  await reloaded.controller.open(controller.state.openId);
  await reloaded.controller.send("Three", "eco", "never");
  assert.equal(reloaded.controller.state.ecoNotice, false);
});

test("a deleted session is gone here and at the gateway", async () => {
  const { controller, forgotten } = chatWith([says("a")]);
  await controller.send("One", "eco", "never");
  const { openId } = controller.state;
  await controller.delete(openId);
  assert.deepEqual([controller.state.sessions, forgotten], [[], [openId]]);
  await controller.open(openId);
  assert.deepEqual(controller.state.exchanges, []);
});

test("an answer goes on while another session is open", async () => {
  let finish: () => void = () => assert.fail("not begun");
  const slow: Script = async function* () {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    yield { kind: "done", reply: { response: "late" } };
  };
  const { controller } = chatWith([slow]);
  const first = controller.state.openId;
  const sent = controller.send("Slow", "eco", "never");
  await new Promise((resolve) => setTimeout(resolve, 5));
  await controller.open(null);
  assert.deepEqual(controller.state.exchanges, []);
  finish();
  await sent;
  assert.deepEqual(controller.state.exchanges, []);
  await controller.open(first);
  assert.equal(lastText(controller), "late");
});

test("what cannot be kept is still shown, and the page says so until it can be kept again", async () => {
  const database = new MemoryDatabase();
  const run = database.run.bind(database);
  const { controller, last } = chatWith([says("a"), says("b")], database);
  database.run = (access, work) => (access === "write" ? Promise.reject(new FullError()) : run(access, work));
  await controller.send("One", "eco", "never");
  assert.equal(last().answer.text, "a");
  assert.match(controller.state.storeProblem ?? "", /no room/);
  database.run = run;
  await controller.retry(last());
  assert.equal(last().answer.text, "b");
});

test("a second click asks nothing", async () => {
  const { controller, asked, last } = chatWith([previews, says("Whole.")]);
  await controller.send("Explain", "eco", "always");
  const preview = last();
  await Promise.all([controller.choose(preview, "expand"), controller.choose(preview, "add_detail")]);
  assert.deepEqual([asked.length, last().answer.text], [2, "Whole."]);
});
