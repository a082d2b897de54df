import assert from "node:assert/strict";
import { test } from "node:test";
import { BlockReader } from "./markdown_blocks";
import { markdown } from "./markdown_html";

const TEXT = [
  "# Title\n\nA *paragraph* with `code`.\r\n\r\n1. one\n\n2. two\n   - inner\n\n",
  "```js\nconst a = 1;\n\nconst b = 2;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\nend",
].join("");

const htmlOf = (text: string) =>
  new BlockReader()
    .read(text)
    .map(({ html }) => html)
    .join("");

test("text that grows letter by letter ends as text that came at once", () => {
  const reader = new BlockReader();
  let html = "";
  for (let end = 1; end <= TEXT.length; ++end) {
    const blocks = reader.read(TEXT.slice(0, end));
    html = blocks.map((block) => block.html).join("");
  }
  assert.equal(html, htmlOf(TEXT));
  assert.match(html, /<ol>[\s\S]*<ul>[\s\S]*<\/ol>/);
  assert.match(html, /<table>/);
});

test("blocks that are complete are not read again", () => {
  const reader = new BlockReader();
  const before = reader.read("first\n\nsecond\n\nthi");
  const after = reader.read("first\n\nsecond\n\nthird");
  assert.equal(after[0], before[0]);
  assert.notEqual(after.at(-1), before.at(-1));
});

test("other text than before is read anew", () => {
  const reader = new BlockReader();
  reader.read("first\n\nsecond");
  assert.equal(
    reader
      .read("other")
      .map(({ source }) => source)
      .join(""),
    "other",
  );
});

const HOSTILE = [
  "<script>alert(1)</script>",
  "text <img src=x onerror=alert(1)> text",
  "<iframe src='https://evil.example'></iframe>",
  "<style>body{display:none}</style>",
  "<form action=/chat><input name=prompt></form>",
  "<svg/onload=alert(1)>",
  "<!-- comment --> <b onclick=alert(1)>bold</b>",
  "```html\n<script>alert(1)</script>\n```",
  '```"><script>alert(1)</script>\ncode\n```',
  '![x" onerror="alert(1)](https://evil.example/a.png)',
  "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
];

// Tags that Markdown itself writes; every other tag in the result would be the model's.
const OWN_TAG =
  /<\/?(p|br|hr|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|del|a|table|thead|tbody|tr|th|td)\b[^<>]*>/g;

test("tags that a model wrote are text, before any sanitiser", () => {
  for (const text of HOSTILE) {
    const html = htmlOf(text);
    assert.equal(html.replace(OWN_TAG, "").includes("<"), false, html);
    for (const [tag] of html.matchAll(OWN_TAG)) assert.doesNotMatch(tag, /\son\w+=/i, html);
  }
});

test("nothing is loaded from elsewhere: a picture is a link", () => {
  const html = htmlOf("![a cat](https://evil.example/cat.png)");
  assert.doesNotMatch(html, /<img/);
  assert.match(html, /<a href="https:\/\/evil\.example\/cat\.png">Image: a cat<\/a>/);
});

test("text that would cost too much is shown as it is", () => {
  const started = performance.now();
  for (const text of [">".repeat(20_000), "[".repeat(50_000), "a*b_".repeat(30_000), "- ".repeat(20_000)]) {
    assert.ok(htmlOf(text).length > 0);
  }
  assert.ok(performance.now() - started < 5000, `${performance.now() - started} ms`);
});

test("a long answer costs about its own length, not its square", () => {
  const piece = "Some words of a paragraph that goes on.\n\n";
  const lexer = markdown.lexer;
  let read = 0;
  markdown.lexer = (text) => {
    read += text.length;
    return lexer.call(markdown, text);
  };
  const reader = new BlockReader();
  for (let count = 1; count <= 500; ++count) reader.read(piece.repeat(count));
  markdown.lexer = lexer;
  assert.ok(read <= 4 * 500 * piece.length, `${read} letters read of ${500 * piece.length}`);
});
