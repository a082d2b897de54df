// The four sums of the chosen time.
import type { ComponentChildren } from "preact";
import type { Report } from "../../server/report";
import { count } from "../../words/quantities";
import { PRINT } from "../../words/report_figures";
import { type Measure, sumOf } from "../figures/sums";
import { Amount } from "./amount";

function Card({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <div class="card" data-testid={id}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

const EVIDENCE = ["measured", "attributed", "modelled", "proxy"] as const;

// Of a total, how much rests on which evidence; docs/ENERGY.md says what each means.
function Evidence({ report }: { report: Report }) {
  const parts = EVIDENCE.map((name) => ({ name, kwh: report.total[`${name}_kwh`] })).filter(
    ({ kwh }) => kwh > 0,
  );
  if (parts.length === 0) return null;
  const whole = parts.reduce((sum, { kwh }) => sum + kwh, 0);
  return (
    <>
      <div class="evidence" aria-hidden="true">
        {parts.map(({ name, kwh }) => (
          <span key={name} class={`evidence-${name}`} style={{ flexGrow: kwh / whole }} />
        ))}
      </div>
      <ul class="evidence-list">
        {parts.map(({ name, kwh }) => (
          <li key={name} class={`evidence-${name}`}>
            {PRINT.energy(kwh)} {name}
          </li>
        ))}
      </ul>
    </>
  );
}

const ENDS = ["discarded", "checked", "failed", "cancelled"] as const;
const END_WORDS = {
  discarded: "answers thrown away",
  checked: "checks",
  failed: "failed",
  cancelled: "cancelled by the client",
} as const;

export function Totals({ report }: { report: Report }) {
  const { total, rows } = report;
  const sum = (measure: Measure) => sumOf(rows, measure);
  const others = ENDS.filter((end) => total[end] > 0).map((end) => `${count(total[end])} ${END_WORDS[end]}`);
  return (
    <div class="cards">
      <Card id="total-energy" title="Energy">
        <Amount sum={sum("energy")} measure="energy" />
        <Evidence report={report} />
      </Card>
      <Card id="total-carbon" title="Carbon (CO₂e)">
        <Amount sum={sum("carbon")} measure="carbon" />
        {total.energy_kwh !== null && (
          <span class="caveat">
            {total.live_grid_kwh > 0
              ? `${PRINT.energy(total.live_grid_kwh)} of the energy by live figures of the grid, the rest by tables.`
              : "By yearly tables of the grid, none by a live figure."}
          </span>
        )}
        {total.embodied_co2e_g !== null && (
          <span class="caveat">
            Apart: {PRINT.carbon(total.embodied_co2e_g)} for making the servers, not in this sum.
          </span>
        )}
      </Card>
      <Card id="total-cost" title="Cost">
        <Amount sum={sum("cost")} measure="cost" />
        {total.attempts_without_cost > 0 && (
          <span class="caveat">
            <code>models[].price</code> in the configuration gives models a price.
          </span>
        )}
      </Card>
      <Card id="total-requests" title="Answers">
        <span class="figure">{count(total.answered)}</span>
        <span class="caveat">
          {count(total.attempts)} {total.attempts === 1 ? "attempt or check" : "attempts and checks"}
          {others.length > 0 ? `: also ${others.join(", ")}.` : "."}
        </span>
        <span class="caveat">
          {count(total.prompt_tokens)} prompt tokens ({count(total.cached_tokens)} cached),{" "}
          {count(total.output_tokens + total.estimated_output_tokens)} written
          {total.estimated_output_tokens > 0
            ? `, ${count(total.estimated_output_tokens)} of them estimated`
            : ""}
          .
        </span>
      </Card>
    </div>
  );
}
