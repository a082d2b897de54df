// What to do when nothing was asked yet: ask something.

import { snippetsFor } from "../setup/snippets";
import { CopyButton } from "../shell/copy_button";

export function FirstRequest({ keyRequired }: { keyRequired: boolean }) {
  const snippet = snippetsFor(location.origin, keyRequired)[0];
  return (
    <section class="panel wide empty" data-testid="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">Nothing to account for in this time</h2>
      <p>
        No request has been answered in it. Ask something on the <a href="#/chat">chat page</a>, or from a
        terminal:
      </p>
      {snippet && (
        <div class="example">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reached by the keyboard */}
          <pre tabIndex={0}>{snippet.text}</pre>
          <CopyButton text={snippet.text} what="curl" />
        </div>
      )}
    </section>
  );
}
