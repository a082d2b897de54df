// Reads Prometheus' text format (exposition format 0.0.4), the part of it that carries figures.
//
// Written by hand because the page has no other use for a client library. A line that is no sample is passed over: one
// odd line of a newer gateway must not blank the whole dashboard.

export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^\s*,?\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (whole, letter) => ESCAPES[letter] ?? whole);

// "+Inf", "-Inf" and "NaN" are figures in this format; null: no figure at all.
export function sampleValue(text: string): number | null {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  return Number(text);
}

// The labels and what follows the brace; null where a brace or a quotation is not closed.
function takeLabels(text: string): { labels: Record<string, string>; rest: string } | null {
  const labels: Record<string, string> = {};
  let rest = text.slice(1);
  for (let found = LABEL.exec(rest); found; found = LABEL.exec(rest)) {
    labels[found[1] ?? ""] = unescaped(found[2] ?? "");
    rest = rest.slice(found[0].length);
  }
  const end = /^\s*,?\s*\}/.exec(rest);
  return end ? { labels, rest: rest.slice(end[0].length) } : null;
}

function parseLine(line: string): Sample | null {
  const name = NAME.exec(line)?.[0];
  if (!name) return null;
  const after = line.slice(name.length).trimStart();
  const { labels, rest } = after.startsWith("{")
    ? (takeLabels(after) ?? { labels: {}, rest: "" })
    : { labels: {}, rest: after };
  const value = sampleValue(rest.trim().split(/\s+/)[0] ?? "");
  return value === null ? null : { name, labels, value };
}

export function parsePrometheusText(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    const sample = line.startsWith("#") ? null : parseLine(line.trim());
    if (sample) samples.push(sample);
  }
  return samples;
}
