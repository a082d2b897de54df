// What a session is called until its user names it: the first line of its first prompt.

const LENGTH_MAX = 60;

export function cutTitle(text: string, lengthMax = LENGTH_MAX): string {
  const line = text.replace(/\s+/g, " ").trim();
  const letters = [...line]; // by code points: no half of a pair is left behind
  if (letters.length <= lengthMax) return line;
  const cut = letters.slice(0, lengthMax).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > lengthMax / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

export function titleOf(prompt: string): string {
  const line = prompt.split(/\r\n|\n|\r/).find((one) => one.trim() !== "");
  return cutTitle(line ?? "") || "Untitled";
}
