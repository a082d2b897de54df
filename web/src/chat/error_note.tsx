// What went wrong, in the gateway's own words, and the way on.
import { useEffect, useState } from "preact/hooks";
import type { ShownError } from "../sessions/record";
import { sentence } from "../words/sentence";
import { isPreviewError } from "./shown_error";

const SECOND_MS = 1000;

function headline({ kind, status, code }: ShownError): string {
  if (kind === "unreachable") return "Gateway not reachable";
  if (kind === "interrupted") return "Interrupted";
  if (kind === "broken") return "Broken off";
  const called = code === null ? "" : ` (${code})`;
  if (status === 402) return `Not within budget${called}`;
  if (status === 401) return "Key missing or wrong";
  if (status === 429) return `Too many requests${called}`;
  return status === null || status === 200 ? `Error${called}` : `Error ${status}${called}`;
}

// Counts down to the moment from which the gateway wants to be asked again.
function useSecondsUntil(moment: number | null): number {
  const [now, setNow] = useState(Date.now);
  const seconds = moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / SECOND_MS));
  const isWaiting = seconds > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return seconds;
}

export interface ErrorNoteProps {
  error: ShownError;
  hasText: boolean;
  onRetry: () => void;
}

export function ErrorNote({ error, hasText, onRetry }: ErrorNoteProps) {
  const seconds = useSecondsUntil(error.retry_at);
  const retryWords = isPreviewError(error) ? "Ask again" : "Try again";
  return (
    <div class="error" data-testid="error" data-code={error.code ?? undefined}>
      <div role="alert">
        <strong>{headline(error)}</strong>
        <p>{sentence(error.message)}</p>
        {error.field ? <p class="note">Field: {error.field}</p> : null}
        {hasText ? <p class="note">What came before is kept above.</p> : null}
      </div>
      <button type="button" data-testid="retry" disabled={seconds > 0} onClick={onRetry}>
        {seconds > 0 ? `${retryWords} in ${seconds} s` : retryWords}
      </button>
    </div>
  );
}
