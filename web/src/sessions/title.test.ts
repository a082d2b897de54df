import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "./new_id";
import { cutTitle, titleOf } from "./title";

test("the first line that says something, cut at a word", () => {
  assert.equal(titleOf("\n  \n Hello   there \nmore"), "Hello there");
  assert.equal(titleOf("  "), "Untitled");
  assert.equal(cutTitle("one two three four", 12), "one two…");
  assert.equal(cutTitle("😀".repeat(5), 3), `${"😀".repeat(3)}…`);
});

test("ids have 128 random bits and are what the gateway takes", () => {
  const [one, other] = [newId(), newId()];
  assert.match(one, /^[0-9a-f]{32}$/);
  assert.notEqual(one, other);
});
