import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { cutTitle } from "./title";

const TITLE_LENGTH_MAX = 120;

// Ends with the new title, or null when it was left as it is.
export function RenameForm({ title, onEnd }: { title: string; onEnd: (title: string | null) => void }) {
  const [text, setText] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  // Before anything is typed, so that no letter goes elsewhere.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = () => {
    const named = cutTitle(text, TITLE_LENGTH_MAX);
    onEnd(named === "" || named === title ? null : named);
  };
  return (
    <form
      class="rename"
      onSubmit={(event) => {
        event.preventDefault();
        end();
      }}
    >
      <input
        ref={field}
        data-testid="session-rename-field"
        aria-label="Name of this session"
        maxLength={TITLE_LENGTH_MAX}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onEnd(null)}
      />
      <button type="submit">Save</button>
    </form>
  );
}
