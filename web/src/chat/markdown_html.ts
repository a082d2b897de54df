// Markdown of a model as HTML. Nothing here makes it safe alone: what the model wrote as HTML is shown as text, and what
// comes out is sanitised before it reaches the page (safe_html.ts).
import { Marked, type Tokens } from "marked";

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

// Headings of an answer lie below those of the page.
const HEADING_OFFSET = 2;
const HEADING_MAX = 6;

export const markdown = new Marked({
  gfm: true,
  breaks: true, // models end lines where they mean it
  renderer: {
    html({ raw, block }: Tokens.HTML | Tokens.Tag): string {
      const text = escapeHtml(raw.trim());
      return block ? `<p>${text}</p>` : text;
    },
    // Nothing is loaded from elsewhere: the picture is a link with its description.
    image({ href, text }: Tokens.Image): string {
      return `<a href="${escapeHtml(href)}">Image: ${escapeHtml(text || href)}</a>`;
    },
    checkbox({ checked }: Tokens.Checkbox): string {
      return checked ? "☑ " : "☐ ";
    },
    heading({ tokens, depth }: Tokens.Heading): string {
      const level = Math.min(depth + HEADING_OFFSET, HEADING_MAX);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    code({ text, lang }: Tokens.Code): string {
      const language = (lang ?? "").split(/\s/)[0] ?? "";
      return `<pre title="${escapeHtml(language)}"><code>${escapeHtml(text)}\n</code></pre>`;
    },
  },
});

export const asPlainText = (text: string): string => `<pre class="plain">${escapeHtml(text)}</pre>`;
