// What the gateway decided on the way: answers thrown away for better ones, checks, and what was not sent at all.
import { PlainTable } from "../../charts/figure_table";
import type { Scrape } from "../../server/metrics";
import { count, UNKNOWN } from "../../words/quantities";
import { joules } from "../../words/report_figures";

function Escalations({ scrape }: { scrape: Scrape }) {
  const escalations = scrape.samples("greeninfer_escalations_total").filter(({ value }) => value > 0);
  const failovers = scrape.samples("greeninfer_tier_failovers_total").filter(({ value }) => value > 0);
  if (escalations.length === 0 && failovers.length === 0) return <p class="none">No answer was escalated.</p>;
  const path = (labels: Readonly<Record<string, string>>) => `${labels["from"]} → ${labels["to"]}`;
  return (
    <PlainTable
      caption="Escalations, by tiers and ground"
      head={["From → to", "Reason", "Answers"]}
      rows={[
        ...escalations.map(({ labels, value }) => [
          path(labels),
          (labels["reason"] ?? "").replaceAll("_", " "),
          count(value),
        ]),
        ...failovers.map(({ labels, value }) => [
          path(labels),
          "the smaller model failed to answer",
          count(value),
        ]),
      ]}
    />
  );
}

function Checks({ scrape }: { scrape: Scrape }) {
  const checks = scrape.samples("greeninfer_cascade_checks_total").filter(({ value }) => value > 0);
  if (checks.length === 0) return null;
  return (
    <PlainTable
      caption="Checks of one token, by the model that made them"
      head={["Checked by", "Result", "Checks"]}
      rows={checks.map(({ labels, value }) => [
        labels["model"] ?? "",
        (labels["result"] ?? "").replaceAll("_", " "),
        count(value),
      ])}
    />
  );
}

export function EscalationsPanel({ scrape }: { scrape: Scrape }) {
  const previews = scrape.samples("greeninfer_previews_total");
  const prefixTokens = scrape.sum("greeninfer_prefix_hit_tokens_total");
  const number = (amount: number | null) => (amount === null ? UNKNOWN : count(amount));
  return (
    <>
      <Escalations scrape={scrape} />
      <Checks scrape={scrape} />
      <dl class="counted">
        <dt>Prompt tokens not sent, by the shortener</dt>
        <dd>{number(scrape.sum("greeninfer_optimizer_tokens_saved_total"))}</dd>
        <dt>Prompt tokens from prefix caches</dt>
        <dd>
          {number(prefixTokens)}
          {prefixTokens !== null && prefixTokens > 0 && (
            <span class="range">
              {joules(scrape.sum("greeninfer_prefix_saved_joules_total"))} not spent on reading them,
              estimated
            </span>
          )}
        </dd>
        {previews.map(({ labels, value }) => {
          const what = Object.values(labels).join(", ").replaceAll("_", " ");
          return [
            <dt key={`${what}?`}>Previews{what ? `: ${what}` : ""}</dt>,
            <dd key={what}>{count(value)}</dd>,
          ];
        })}
      </dl>
    </>
  );
}
