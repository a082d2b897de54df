// A component's view of a Poller.
import { useEffect, useRef, useState } from "preact/hooks";
import { connection, watchConnection } from "../server/connection";
import { type Known, Poller } from "./poller";

export interface Polled<T> extends Known<T> {
  isStale: boolean; // the value is older than it should be
}

const NOTHING = { value: null, at: null, failure: null };
const TOO_OLD = 3; // periods

// `about` names what the question asks for: when it changes, the answer to the former one is no answer any more.
export function usePolled<T>(
  question: (signal: AbortSignal) => Promise<T>,
  periodMilliseconds: number,
  about = "",
): Polled<T> {
  const [known, setKnown] = useState<Known<T> & { about: string }>({ ...NOTHING, about });
  const latest = useRef(question);
  latest.current = question;
  useEffect(() => {
    const poller = new Poller<T>(
      (signal) => latest.current(signal),
      periodMilliseconds,
      (next) => setKnown({ ...next, about }),
    );
    let recoveries = connection().recoveries;
    const onConnection = () => {
      if (connection().recoveries === recoveries) return;
      recoveries = connection().recoveries;
      poller.wake();
    };
    const onSeen = () => {
      setKnown((old) => ({ ...old })); // what is too old by now is shown as such until the answer comes
      poller.wake();
    };
    const unwatch = watchConnection(onConnection);
    document.addEventListener("visibilitychange", onSeen);
    poller.wake();
    return () => {
      poller.stop();
      unwatch();
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [periodMilliseconds, about]);
  const mine = known.about === about ? known : { ...NOTHING };
  const isOld = mine.at !== null && Date.now() - mine.at > TOO_OLD * periodMilliseconds;
  return { ...mine, isStale: mine.value !== null && (mine.failure !== null || isOld) };
}
