import assert from "node:assert/strict";
import { test } from "node:test";
import type { Database, Rows } from "./database";
import { FullError } from "./database";
import { MemoryDatabase } from "./memory_database";
import type { Answer, Exchange } from "./record";
import { SessionStore } from "./session_store";

const ANSWER: Answer = {
  ...{ state: "done", text: "an answer", draft: null, escalations: [], decision: null, reply: null },
  ...{ preview: null, previews: 0, choice: null, error: null },
};

const exchange = (id: string, at: number, session_id = "s"): Exchange => ({
  ...{ id, session_id, at, prompt: `prompt ${id}`, mode: "eco", preview: "auto", context: null },
  ...{ answer: ANSWER, tab: "t", saved_at: at },
});

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

test("a session begins with its first exchange and is named after its prompt", async () => {
  const store = new SessionStore(new MemoryDatabase());
  await store.begin(exchange("b", 2));
  await store.begin(exchange("a", 1));
  await store.begin(exchange("x", 3, "other"));
  const [newest, oldest] = await store.list();
  assert.deepEqual([newest?.id, oldest?.id, oldest?.title], ["other", "s", "prompt b"]);
  assert.deepEqual(ids(await store.exchanges("s")), ["a", "b"]);
});

test("two tabs that add to one session at once keep both", async () => {
  const database = new MemoryDatabase();
  const [one, other] = [new SessionStore(database), new SessionStore(database)];
  await Promise.all(
    Array.from({ length: 40 }, (_, at) => (at % 2 ? one : other).begin(exchange(`e${at}`, at))),
  );
  assert.equal((await one.exchanges("s")).length, 40);
  await Promise.all([one.change("s", { title: "named" }), other.change("s", { budget: null, used_at: 99 })]);
  const [session] = await other.list();
  assert.deepEqual([session?.title, session?.used_at], ["named", 99], "each changed its own field");
});

test("what was deleted in another tab does not come back with a late save", async () => {
  const database = new MemoryDatabase();
  const [one, other] = [new SessionStore(database), new SessionStore(database)];
  await one.begin(exchange("a", 1));
  await one.begin(exchange("k", 1, "kept"));
  await other.delete("s");
  await one.save(exchange("a", 1));
  await one.change("s", { title: "back" });
  assert.deepEqual(ids(await one.list()), ["kept"]);
  assert.deepEqual(await one.exchanges("s"), []);
  assert.deepEqual(ids(await one.exchanges("kept")), ["k"]);
});

test("the eco notice is claimed once, whichever tab asks", async () => {
  const database = new MemoryDatabase();
  const [one, other] = [new SessionStore(database), new SessionStore(database)];
  await one.begin(exchange("a", 1));
  const claims = await Promise.all([
    one.claimEcoNotice("s"),
    other.claimEcoNotice("s"),
    one.claimEcoNotice("no"),
  ]);
  assert.deepEqual(claims.filter(Boolean).length, 1);
  assert.equal(await other.claimEcoNotice("s"), false, "also later, as after a reload");
});

test("every change is told, for the other tabs", async () => {
  const told: string[] = [];
  const store = new SessionStore(new MemoryDatabase(), (id) => told.push(id));
  await store.begin(exchange("a", 1));
  await store.save(exchange("a", 1));
  await store.delete("s");
  assert.deepEqual(told, ["s", "s", "s"]);
});

class FullDatabase implements Database {
  readonly survivesClosing = true;
  run<T>(_access: "read" | "write", _work: (rows: Rows) => Promise<T>): Promise<T> {
    return Promise.reject(new FullError());
  }
}

test("a full browser says so and what to do", async () => {
  await assert.rejects(new SessionStore(new FullDatabase()).begin(exchange("a", 1)), /Export and delete/);
});

test("a transaction that fails changes nothing", async () => {
  const database = new MemoryDatabase();
  const store = new SessionStore(database);
  await store.begin(exchange("a", 1));
  const failing = database.run("write", async (rows) => {
    await rows.deleteSession("s");
    throw new Error("midway");
  });
  await assert.rejects(failing, /midway/);
  assert.deepEqual(ids(await store.exchanges("s")), ["a"]);
});
