// An answer as formatted text, also while it grows: only blocks that changed are drawn again.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { dressBlocks } from "./dress_blocks";
import { BlockReader } from "./markdown_blocks";
import { safeFragment } from "./safe_html";

function MarkdownBlock({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const fragment = safeFragment(html);
    dressBlocks(fragment);
    place.current?.replaceChildren(fragment);
  }, [html]);
  return <div ref={place} class="block" />;
}

export function AnswerText({ text, isFinal }: { text: string; isFinal: boolean }) {
  const reader = useRef(new BlockReader());
  // Read once more as a whole at the end: links may be defined after the blocks that name them.
  const blocks = useMemo(
    () => (isFinal ? new BlockReader().read(text) : reader.current.read(text)),
    [text, isFinal],
  );
  return (
    <div class="markdown">
      {blocks.map(({ html }, at) => (html === "" ? null : <MarkdownBlock key={at} html={html} />))}
    </div>
  );
}
