// Requests by mode and status, since the start. Those of this page (reports, metrics) are not work and left out.
import { PlainTable } from "../../charts/figure_table";
import type { Scrape } from "../../server/metrics";
import { count } from "../../words/quantities";
import { isWork } from "../figures/live_measures";

const CODE_WORDS: Readonly<Record<string, string>> = {
  "400": "bad request",
  "401": "no or wrong key",
  "402": "budget used up",
  "403": "not allowed",
  "404": "not found",
  "413": "too large",
  "422": "wrong field",
  "429": "too many",
  "499": "client left",
  "500": "gateway failed",
  "502": "model failed",
  "503": "not ready",
  "504": "model too slow",
};

export function RequestsPanel({ scrape }: { scrape: Scrape }) {
  const sums = new Map<string, number>();
  for (const { labels, value } of scrape.samples("greeninfer_requests_total")) {
    if (!isWork(labels)) continue;
    const key = `${labels["mode"] ?? "none"} ${labels["code"] ?? ""}`;
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  if (sums.size === 0) return <p class="none">No request for an answer yet.</p>;
  const rows = [...sums].sort((a, b) => b[1] - a[1]);
  return (
    <PlainTable
      caption="Requests by mode and status"
      head={["Mode", "Status", "Requests"]}
      rows={rows.map(([key, amount]) => {
        const [mode = "", code = ""] = key.split(" ");
        return [
          mode === "none" ? "none: never routed" : mode,
          `${code}${CODE_WORDS[code] ? ` ${CODE_WORDS[code]}` : ""}`,
          count(amount),
        ];
      })}
    />
  );
}
