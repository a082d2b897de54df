import assert from "node:assert/strict";
import { test } from "node:test";
import { connection, noteLost, noteNewKey, noteReached, noteRefusedKey, watchConnection } from "./connection";

test("an outage has the time of its first failure, and its end is told once", () => {
  let calls = 0;
  const unwatch = watchConnection(() => ++calls);
  const before = connection().recoveries;
  noteReached();
  assert.equal(calls, 0, "an answer is no news while there are answers");
  noteLost(100);
  noteLost(200);
  assert.equal(connection().lostAt, 100);
  noteReached();
  noteReached();
  assert.equal(connection().lostAt, null);
  assert.equal(connection().recoveries, before + 1);
  assert.equal(calls, 2);
  unwatch();
});

test("a key that was wanted is not wanted any more once there is another", () => {
  const before = connection().recoveries;
  noteRefusedKey("no API key");
  assert.equal(connection().refusal, "no API key");
  noteNewKey();
  assert.equal(connection().refusal, null);
  assert.equal(connection().recoveries, before + 1);
});
