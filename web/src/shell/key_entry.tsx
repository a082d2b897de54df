// Asks for a key when the gateway wants one, in its own words, and keeps it where the user says.
import { useState } from "preact/hooks";
import { sentence } from "../words/sentence";
import { forgetKey, isRemembered, saveKey, storedKey } from "./key";
import { useConnection } from "./use_connection";

export function KeyEntry() {
  const { refusal } = useConnection();
  const [text, setText] = useState("");
  const [remember, setRemember] = useState(isRemembered);
  if (refusal === null) return null;
  const hadKey = storedKey() !== null;
  return (
    <form
      class="banner key-entry"
      data-testid="key-entry"
      aria-labelledby="key-entry-title"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") saveKey(text.trim(), remember);
        setText("");
      }}
    >
      <p id="key-entry-title" role="alert">
        <strong>{hadKey ? "The key was not accepted." : "This gateway wants a key."}</strong>{" "}
        {sentence(refusal)}
      </p>
      <label>
        Key{" "}
        <input
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
        Remember it in this browser (otherwise until this tab is closed)
      </label>
      <button type="submit" class="primary" data-testid="key-save">
        Use this key
      </button>
      {hadKey && (
        <button type="button" onClick={forgetKey}>
          Forget the stored key
        </button>
      )}
    </form>
  );
}
