// Copies a text and says so.
import { useEffect, useState } from "preact/hooks";
import { copyText } from "./copy_text";

type Outcome = "ready" | "copied" | "failed";
const SHOWN_MS = 2500;

const WORDS: Record<Outcome, string> = {
  ready: "Copy",
  copied: "Copied",
  failed: "Select it and copy by hand",
};

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<Outcome>("ready");
  useEffect(() => {
    if (outcome === "ready") return;
    const timer = setTimeout(() => setOutcome("ready"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <>
      <button
        type="button"
        class="example-copy"
        data-testid="copy"
        onClick={async () => setOutcome((await copyText(text)) ? "copied" : "failed")}
      >
        {WORDS[outcome]}
        <span class="hidden"> {what}</span>
      </button>
      <span class="hidden" aria-live="polite">
        {outcome === "ready" ? "" : `${what}: ${WORDS[outcome]}`}
      </span>
    </>
  );
}
