import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "./sentence";

test("a clause becomes a sentence, and a sentence stays one", () => {
  assert.equal(
    sentence("no API key; send authorization: Bearer KEY"),
    "No API key; send authorization: Bearer KEY.",
  );
  assert.equal(sentence("Is it there?"), "Is it there?");
  assert.equal(sentence(" done. "), "Done.");
});
