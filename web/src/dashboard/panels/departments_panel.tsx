// Departments: what each caused in the chosen time, and how much of its budget is used.
import type { ComponentChildren } from "preact";
import type { Scrape } from "../../server/metrics";

function Budget({ name, ratio }: { name: string; ratio: number }) {
  const percent = ratio > 0 && ratio < 0.01 ? "less than 1" : String(Math.round(100 * ratio));
  const state = ratio >= 1 ? "used up" : ratio >= 0.8 ? "nearly used up" : "";
  return (
    <li>
      <span>{name}</span>
      <meter
        min={0}
        max={1}
        low={0.8}
        high={0.9}
        optimum={0}
        value={Math.min(1, ratio)}
        aria-label={`budget of ${name}`}
      />
      <span>
        {percent} % of its budget{state && `, ${state}`}
      </span>
    </li>
  );
}

export function Budgets({ scrape }: { scrape: Scrape }) {
  const used = scrape.samples("greeninfer_budget_used_ratio");
  if (used.length === 0)
    return (
      <p class="none">No department has a budget: departments[].carbon_budget or money_budget gives one.</p>
    );
  return (
    <ul class="budgets">
      {used.map(({ labels, value }) => (
        <Budget key={labels["department"]} name={labels["department"] ?? "none"} ratio={value} />
      ))}
    </ul>
  );
}

export function NoDepartments(): ComponentChildren {
  return (
    <p class="none">
      All work is of “no department”. To tell teams apart, give each a key under <code>clients</code> with a{" "}
      <code>department</code> (see <code>deploy/examples/departments.yaml</code>).
    </p>
  );
}
