import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, sessionIn } from "./session_address";

test("an address names its session", () => {
  assert.equal(sessionIn(addressOf("0a1b")), "0a1b");
  for (const hash of [
    "",
    "#/chat",
    "#/chat/",
    "#/dashboard/0a1b",
    "#/chat/<script>",
    `#/chat/${"a".repeat(129)}`,
  ]) {
    assert.equal(sessionIn(hash), null, hash);
  }
});
