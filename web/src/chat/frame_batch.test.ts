import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameBatch, type FrameClock } from "./frame_batch";

function simulated() {
  let now = 0;
  const due: { at: number; work: () => void }[] = [];
  const clock: FrameClock = {
    now: () => now,
    frame: (work) => due.push({ at: now + 16, work }),
    later: (work, ms) => due.push({ at: now + ms, work }),
  };
  const advance = (until: number) => {
    for (;;) {
      due.sort((one, other) => one.at - other.at);
      const next = due[0];
      if (!next || next.at > until) break;
      due.shift();
      now = next.at;
      next.work();
    }
    now = until;
  };
  return { clock, advance };
}

test("many changes are one drawing", () => {
  const { clock, advance } = simulated();
  let drawn = 0;
  const batch = new FrameBatch(() => ++drawn, clock);
  for (let count = 0; count < 100; ++count) batch.ask();
  advance(1000);
  assert.equal(drawn, 1);
});

test("what changes after a drawing that was held up is shown within about a second", () => {
  const { clock, advance } = simulated();
  let drawn = 0;
  const batch = new FrameBatch(() => ++drawn, clock);
  batch.drawn(10_000);
  batch.ask();
  advance(900);
  assert.equal(drawn, 0);
  advance(1100);
  assert.equal(drawn, 1);
});

test("slow drawings take a quarter of the time at most", () => {
  const { clock, advance } = simulated();
  let drawn = 0;
  const batch = new FrameBatch(() => {
    ++drawn;
    batch.drawn(100);
    batch.ask();
  }, clock);
  batch.ask();
  advance(3200);
  assert.ok(drawn >= 8 && drawn <= 11, `${drawn} drawings of 100 ms in 3200 ms`);
});
