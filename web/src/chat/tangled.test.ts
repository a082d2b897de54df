import assert from "node:assert/strict";
import { test } from "node:test";
import { BlockReader } from "./markdown_blocks";
import { isTangled } from "./tangled";

const MS_MAX = 1000; // of a slow machine under load; what is refused takes minutes

for (const piece of ["[a](", "![a](", "[](", "[[a](", "[a](b", "*a **b ", "_a __b ", "*a_b **c__d "]) {
  test(`${piece} without end is shown as it is, at once`, () => {
    const text = piece.repeat(30_000 / piece.length);
    const started = performance.now();
    const [block] = new BlockReader().read(text);
    assert.ok(performance.now() - started < MS_MAX);
    assert.ok(block?.html.startsWith('<pre class="plain">'));
  });
}

test("what people and models write is no tangle", () => {
  const links = "- [a title](https://example.org/a_b*c) and **bold** _words_\n".repeat(1000);
  const prose = "One *word*, another **word**, a `x = a * b` and a_name_with_parts.\n\n".repeat(1000);
  const table = `| a | b |\n|---|---|\n${"| **x** | [y](z) |\n".repeat(1000)}`;
  for (const text of [links, prose, table]) assert.ok(!isTangled(text));
});
