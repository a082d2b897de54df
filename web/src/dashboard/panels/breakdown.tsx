// The chosen time by tier, model, region or department: a table whose bars are drawn to one scale.
import { TableFrame } from "../../charts/table_frame";
import type { Report } from "../../server/report";
import { count } from "../../words/quantities";
import { type Dimension, type Group, groupBy, inOrder, nameOf, type TierOf } from "../figures/grouping";
import { caveats, type Sum, sumOf } from "../figures/sums";
import { amountText, intervalText } from "./amount";

const headOf = (by: Dimension): string[] => [
  by.charAt(0).toUpperCase() + by.slice(1),
  "Energy",
  "Carbon, with p5 to p95",
  "Cost",
  "Answers of attempts",
];

function Bar({ sum, most }: { sum: Sum; most: number }) {
  if (sum.value === null || most <= 0) return null;
  const percent = (amount: number) => `${Math.min(100, (100 * amount) / most)}%`;
  return (
    <span class="bar" aria-hidden="true">
      <span class="bar-fill" style={{ width: percent(sum.value) }} />
      {sum.low !== null && sum.high !== null && (
        <span
          class="bar-whisker"
          style={{ left: percent(sum.low), width: `calc(${percent(sum.high)} - ${percent(sum.low)})` }}
        />
      )}
    </span>
  );
}

function Row({ group, by, most }: { group: Group; by: Dimension; most: number }) {
  const [energy, carbon, cost] = [
    sumOf(group.rows, "energy"),
    sumOf(group.rows, "carbon"),
    sumOf(group.rows, "cost"),
  ];
  const range = intervalText(carbon, "carbon");
  const notes = [...new Set([...caveats(energy, "energy"), ...caveats(cost, "cost")])];
  return (
    <tr>
      <th scope="row">
        {nameOf(group.name, by)}
        {notes.map((note) => (
          <span class="caveat" key={note}>
            {note}
          </span>
        ))}
      </th>
      <td data-name="Energy" class="amount">
        {amountText(energy, "energy")}
      </td>
      <td data-name="Carbon" class="with-bar">
        {amountText(carbon, "carbon")}
        {range && <span class="range">{range}</span>}
        <Bar sum={carbon} most={most} />
      </td>
      <td data-name="Cost" class="amount">
        {amountText(cost, "cost")}
      </td>
      <td data-name="Answers of attempts">
        {count(group.rows.reduce((sum, row) => sum + row.answered, 0))}
        {` of ${count(energy.attempts)}`}
      </td>
    </tr>
  );
}

interface BreakdownProps {
  report: Report;
  by: Dimension;
  tierOf: TierOf;
}

export function Breakdown({ report, by, tierOf }: BreakdownProps) {
  const groups = inOrder(groupBy(report.rows, by, tierOf));
  if (groups.length === 0) return <p class="none">No attempt in this time.</p>;
  const ends = groups.map(({ rows }) => sumOf(rows, "carbon")).map(({ value, high }) => high ?? value ?? 0);
  return (
    <TableFrame
      caption={`Energy, carbon, cost and answers by ${by}`}
      head={headOf(by)}
      look="breakdown"
      isCaptionHidden
    >
      {groups.map((group) => (
        <Row key={group.name} group={group} by={by} most={Math.max(...ends)} />
      ))}
    </TableFrame>
  );
}
