import { CopyButton } from "../shell/copy_button";
import type { Snippet } from "./snippets";

export function SnippetBlock({ snippet }: { snippet: Snippet }) {
  return (
    <div class="snippet">
      <p class="caveat">{snippet.needs}</p>
      <div class="example">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reached by the keyboard */}
        <pre data-testid={`snippet-${snippet.name}`} tabIndex={0}>
          {snippet.text}
        </pre>
        <CopyButton text={snippet.text} what={snippet.words} />
      </div>
    </div>
  );
}
