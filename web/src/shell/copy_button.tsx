// Copies a text and says so. On plain http browsers offer no clipboard, so the older way stands in.
import { useEffect, useState } from "preact/hooks";

type Outcome = "ready" | "copied" | "failed";
const SHOWN_MS = 2500;

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "hidden";
  area.style.whiteSpace = "pre"; // as .hidden has it, the indent of each line would be lost on the way
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isDone;
}

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
