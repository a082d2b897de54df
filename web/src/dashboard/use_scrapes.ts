// The looks at /metrics since the page was opened, for rates; older ones are forgotten.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Polled, usePolled } from "../live/use_polled";
import { fetchMetrics, type Scrape } from "../server/metrics";

const PERIOD_MS = 5000;
const KEPT = 361; // half an hour
export const GAP_SECONDS_MAX = (3 * PERIOD_MS) / 1000;

export function useScrapes(): { latest: Polled<Scrape>; history: readonly Scrape[] } {
  const latest = usePolled(fetchMetrics, PERIOD_MS);
  const [history, setHistory] = useState<readonly Scrape[]>([]);
  const last = useRef<Scrape | null>(null);
  useEffect(() => {
    const scrape = latest.value;
    if (!scrape || scrape === last.current) return;
    last.current = scrape;
    setHistory((old) => [...old, scrape].slice(-KEPT));
  }, [latest.value]);
  return { latest, history };
}
