// Cuts an answer that is being written into blocks (paragraphs, lists, code, tables). All but the last are final, so each
// new piece of text costs the reading of a block or two, not of the whole answer.
import type { Token } from "marked";
import { asPlainText, markdown } from "./markdown_html";

export interface Block {
  source: string;
  html: string; // not yet sanitised
}

// Longer ones are shown as they are: no person reads them as Markdown, and patterns in them could cost seconds.
const BLOCK_LENGTH_MAX = 40_000;

function lex(text: string): Token[] | null {
  try {
    return markdown.lexer(text);
  } catch {
    return null; // nested too deeply
  }
}

function htmlOf(token: Token): string {
  try {
    return token.raw.length > BLOCK_LENGTH_MAX ? asPlainText(token.raw) : markdown.parser([token]);
  } catch {
    return asPlainText(token.raw);
  }
}

function blocksOf(text: string): Block[] {
  if (text.length > BLOCK_LENGTH_MAX && !/\n\s*\n/.test(text))
    return [{ source: text, html: asPlainText(text) }];
  const tokens = lex(text);
  if (!tokens) return [{ source: text, html: asPlainText(text) }];
  return tokens.map((token) => ({ source: token.raw, html: htmlOf(token) }));
}

// What follows may still belong to the last two blocks that are not blank: "2" after a list is a paragraph, and "2." the
// list's next item.
const OPEN_BLOCKS = 2;

function firstOpen(blocks: readonly Block[]): number {
  let at = blocks.length;
  for (let open = 0; at > 0 && open < OPEN_BLOCKS; --at) if (blocks[at - 1]?.source.trim() !== "") ++open;
  return at;
}

export class BlockReader {
  private text = "";
  private final: Block[] = [];
  private finalLength = 0;
  private last: Block[] = [];

  // The blocks of `whole`, which usually is the former one with something added.
  read(whole: string): Block[] {
    // Marked does the same, and the lengths of what it gives must be lengths of this text.
    const text = whole.includes("\r") ? whole.replace(/\r\n?/g, "\n") : whole;
    if (text === this.text) return [...this.final, ...this.last];
    if (!text.startsWith(this.text)) this.reset();
    this.text = text;
    const blocks = blocksOf(text.slice(this.finalLength));
    const closed = blocks.slice(0, firstOpen(blocks));
    this.final = [...this.final, ...closed];
    this.finalLength += closed.reduce((sum, { source }) => sum + source.length, 0);
    this.last = blocks.slice(closed.length);
    return [...this.final, ...this.last];
  }

  private reset(): void {
    this.final = [];
    this.finalLength = 0;
    this.last = [];
  }
}
