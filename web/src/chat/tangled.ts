// Whether reading a text as Markdown could take seconds: links that are begun and never ended, and marks of emphasis without
// number, each make the reader look through the rest once more. No person writes so; a model that was told to may.

const OPEN_LINKS_MAX = 32; // since the last closing bracket
const EMPHASIS_MAX = 400; // marks in one paragraph, list item or row

const hasOpenLinks = (text: string): boolean =>
  text.split(")").some((part) => part.split("](").length > OPEN_LINKS_MAX + 1);

const hasEmphasisWithoutNumber = (text: string): boolean =>
  text
    .split(/\n(?=[ \t]*(?:\n|[-*+] |\d+[.)] |\|))/)
    .some((part) => (part.match(/\*+|_+/g)?.length ?? 0) > EMPHASIS_MAX);

export const isTangled = (text: string): boolean => hasOpenLinks(text) || hasEmphasisWithoutNumber(text);
