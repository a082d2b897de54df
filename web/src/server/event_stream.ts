// Reads server-sent events (WHATWG HTML, 9.2) from a fetch, as EventSource cannot: it neither posts nor sends a key.
//
// Bytes may be cut anywhere, also inside a character and between CR and LF.

export interface ServerEvent {
  name: string; // "message" where the event has none
  data: string;
}

export class EventReader {
  private text = "";
  private readonly decoder = new TextDecoder();

  // The events that are complete with these bytes.
  push(bytes: Uint8Array): ServerEvent[] {
    this.text += this.decoder.decode(bytes, { stream: true });
    const events: ServerEvent[] = [];
    for (let end = this.findEnd(); end; end = this.findEnd()) {
      const event = parseEvent(this.text.slice(0, end.at));
      this.text = this.text.slice(end.at + end.length);
      if (event) events.push(event);
    }
    return events;
  }

  private findEnd(): { at: number; length: number } | null {
    const found = /\r\n\r\n|\n\n|\r\r/.exec(this.text);
    return found ? { at: found.index, length: found[0].length } : null;
  }
}

function parseEvent(block: string): ServerEvent | null {
  let name = "message";
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(":");
    if (colon === 0 || line === "") continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length > 0 ? { name, data: data.join("\n") } : null;
}

export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const events = new EventReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* events.push(value);
    }
  } finally {
    // A reader that is left early must not keep the model working.
    await reader.cancel().catch(() => undefined);
  }
}
