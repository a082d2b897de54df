import assert from "node:assert/strict";
import { test } from "node:test";
import { connection } from "../server/connection";
import { UnreachableError } from "../server/errors";
import { ANSWER_MS_MAX, type Known, Poller, type Surroundings, waitAfterFailures } from "./poller";

// A clock that is turned by hand, and a page that is shown or hidden by hand.
class Stage implements Surroundings {
  time = 0;
  hidden = false;
  timers: { at: number; call: () => void }[] = [];
  now = () => this.time;
  isHidden = () => this.hidden;
  later(call: () => void, milliseconds: number): () => void {
    const timer = { at: this.time + milliseconds, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }
  async turn(milliseconds: number): Promise<void> {
    await settled();
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = next.at;
      this.timers = this.timers.filter((one) => one !== next);
      next.call();
      await settled();
    }
    this.time = end;
    await settled();
  }
}

const settled = () => new Promise((done) => setImmediate(done));

function stage(question: (signal: AbortSignal) => Promise<number>, period = 5000) {
  const around = new Stage();
  const seen: Known<number>[] = [];
  const poller = new Poller(question, period, (known) => seen.push(known), around);
  return { around, seen, poller };
}

test("asks at once and then after each period", async () => {
  let asked = 0;
  const { around, seen, poller } = stage(async () => ++asked);
  poller.wake();
  await around.turn(11_000);
  assert.equal(asked, 3);
  assert.deepEqual(seen[2], { value: 3, at: 10_000, failure: null });
});

test("a failure keeps what was known, with its time, and waits longer and longer", async () => {
  let asked = 0;
  const { around, seen, poller } = stage(async () => {
    if (++asked > 1) throw new UnreachableError();
    return 42;
  }, 1000);
  poller.wake();
  await around.turn(1000);
  assert.equal(seen[1]?.value, 42);
  assert.equal(seen[1]?.at, 0);
  assert.ok(seen[1]?.failure instanceof UnreachableError);
  await around.turn(60_000);
  assert.equal(asked, 2 + 5, "after 1, 2, 4, 8, 16, and not yet after 30 more seconds");
  assert.deepEqual([1, 2, 5, 6, 50].map(waitAfterFailures), [1000, 2000, 16_000, 30_000, 30_000]);
});

test("the first answer after failures makes it quick again", async () => {
  let isAway = true;
  let asked = 0;
  const { around, poller } = stage(async () => {
    ++asked;
    if (isAway) throw new UnreachableError();
    return 1;
  }, 1000);
  poller.wake();
  await around.turn(31_000);
  isAway = false;
  poller.wake();
  await settled();
  const before = asked;
  await around.turn(5000);
  assert.equal(asked, before + 5);
});

test("a hidden page asks nothing, and asks at once when it is seen", async () => {
  let asked = 0;
  const { around, poller } = stage(async () => ++asked);
  poller.wake();
  await settled();
  around.hidden = true;
  await around.turn(600_000);
  assert.equal(asked, 1);
  around.hidden = false;
  poller.wake();
  await settled();
  assert.equal(asked, 2);
});

test("a slow answer is not overtaken by the next question", async () => {
  let asked = 0;
  const { around, poller } = stage(() => {
    ++asked;
    return new Promise(() => undefined);
  });
  poller.wake();
  poller.wake();
  await around.turn(ANSWER_MS_MAX - 1);
  assert.equal(asked, 1);
});

test("a gateway that hangs counts as away, and the question is given up", async () => {
  let given: AbortSignal | undefined;
  const { around, seen, poller } = stage((signal) => {
    given = signal;
    return new Promise(() => undefined);
  });
  poller.wake();
  await around.turn(ANSWER_MS_MAX);
  assert.ok(seen[0]?.failure instanceof UnreachableError);
  assert.ok(given?.aborted);
  assert.notEqual(connection().lostAt, null, "the whole page is told");
});

test("nothing comes after the end", async () => {
  let answer: (value: number) => void = () => undefined;
  const { around, seen, poller } = stage(() => new Promise((done) => (answer = done)));
  poller.wake();
  poller.stop();
  answer(1);
  await around.turn(100_000);
  assert.deepEqual(seen, []);
  assert.equal(around.timers.length, 0);
});
