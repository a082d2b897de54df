import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { SNIPPET_KEY, snippetsFor } from "./snippets";

const ORIGIN = "http://gateway.example:8700";

test("each carries the page's own address, and the key's place where one is needed", () => {
  for (const { name, text } of snippetsFor(ORIGIN, true)) {
    assert.ok(text.includes(ORIGIN), name);
    assert.ok(text.includes(SNIPPET_KEY), name);
  }
  for (const { name, text } of snippetsFor(ORIGIN, false)) assert.ok(!text.includes(SNIPPET_KEY), name);
});

test("the OpenAI clients are given the address with /v1, the SDK without", () => {
  const texts = new Map(snippetsFor(ORIGIN, false).map(({ name, text }) => [name, text]));
  assert.match(texts.get("python") ?? "", /base_url="http:\/\/gateway\.example:8700\/v1"/);
  assert.match(texts.get("node") ?? "", /baseURL: "http:\/\/gateway\.example:8700\/v1"/);
  assert.match(texts.get("sdk") ?? "", /GreenInfer\(base_url="http:\/\/gateway\.example:8700"\)/);
});

test("the shell reads the curl example as one command with a body that is JSON", () => {
  const text = snippetsFor(ORIGIN, true)[0]?.text ?? "";
  const shown = spawnSync("sh", ["-c", text.replace(/^curl/, "printf '%s\\0'")], { encoding: "utf8" });
  assert.equal(shown.status, 0);
  const words = shown.stdout.split("\0");
  assert.equal(words[0], `${ORIGIN}/v1/chat/completions`);
  assert.ok(words.includes(`authorization: Bearer ${SNIPPET_KEY}`));
  assert.equal(JSON.parse(words[words.indexOf("-d") + 1] ?? "").model, "auto");
});
