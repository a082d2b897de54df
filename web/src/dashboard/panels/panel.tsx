// The frame of a part of the dashboard. Each part has sources of its own; when one fails, the others stay.
import type { ComponentChildren } from "preact";
import type { Polled } from "../../live/use_polled";
import { GatewayError, UnreachableError } from "../../server/errors";
import { clockWithSeconds, dayAndClock } from "../../words/moments";
import { sentence } from "../../words/sentence";

interface PanelProps {
  title: string;
  id: string; // data-testid
  about?: string; // one sentence: what the figures are of
  wide?: boolean;
  children: ComponentChildren;
}

export function Panel({ title, id, about, wide, children }: PanelProps) {
  return (
    <section class={wide ? "panel wide" : "panel"} data-testid={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {about && <p class="about">{about}</p>}
      {children}
    </section>
  );
}

interface FromProps<T> {
  source: Polled<T>;
  what: string; // "the report"
  children: (value: T) => ComponentChildren;
}

function ofWhen(at: number): string {
  return Date.now() - at < 12 * 3_600_000 ? clockWithSeconds(at) : dayAndClock(at);
}

const wordsOf = (failure: Error): string =>
  failure instanceof UnreachableError ? "The gateway cannot be reached." : sentence(failure.message);

const remedyOf = (failure: Error): string => {
  if (!(failure instanceof GatewayError)) return "It is asked again by itself.";
  if (failure.status === 401) return "Give a key above.";
  if (failure.status === 404) return "This gateway does not have it: a newer version does.";
  return "It is asked again by itself.";
};

// What a source says (that the gateway is away is said once, by the banner): nothing yet, a failure in words, or the value, greyed and dated when it is not fresh.
export function From<T>({ source, what, children }: FromProps<T>) {
  const { value, at, failure, isStale } = source;
  if (value === null) {
    if (!failure) return <p class="asking">Asking for {what} …</p>;
    return (
      <p class="panel-error" data-testid="panel-error" role="status">
        No figures from {what}: {wordsOf(failure)} {remedyOf(failure)}
      </p>
    );
  }
  return (
    <>
      {failure && !(failure instanceof UnreachableError) && (
        <p class="panel-error" data-testid="panel-error" role="status">
          {what.charAt(0).toUpperCase() + what.slice(1)} cannot be read: {wordsOf(failure)}
        </p>
      )}
      {isStale && at !== null && (
        <p class="stale-note" data-testid="stale">
          Not live: as it was at {ofWhen(at)}.
        </p>
      )}
      <div class={isStale ? "is-stale" : undefined}>{children(value)}</div>
    </>
  );
}
