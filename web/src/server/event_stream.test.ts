import assert from "node:assert/strict";
import { test } from "node:test";
import { EventReader } from "./event_stream";

const STREAM =
  'event: delta\r\ndata: {"text":"héllo"}\r\n\r\n: ping\n\ndata:a\ndata: b\n\nevent: done\ndata: {}\n\n';
const EVENTS = [
  { name: "delta", data: '{"text":"héllo"}' },
  { name: "message", data: "a\nb" },
  { name: "done", data: "{}" },
];

test("the same events for every way of cutting the bytes", () => {
  const bytes = new TextEncoder().encode(STREAM);
  for (let cut = 0; cut <= bytes.length; ++cut) {
    const reader = new EventReader();
    const events = [...reader.push(bytes.slice(0, cut)), ...reader.push(bytes.slice(cut))];
    assert.deepEqual(events, EVENTS, `cut at ${cut}`);
  }
});

test("a comment alone is no event", () => {
  assert.deepEqual(new EventReader().push(new TextEncoder().encode(": ping\n\n")), []);
});
