import type { Report } from "../../server/report";
import { PRINT } from "../../words/report_figures";
import { EQUIVALENCES, type Equivalence, equivalentAmount } from "../figures/equivalences";
import { isWhole, type Sum, sumOf } from "../figures/sums";
import { Panel } from "./panel";

function OneEquivalence({ equivalence, sum }: { equivalence: Equivalence; sum: Sum }) {
  const { value: amount, low, high } = sum;
  if (amount === null) return null;
  return (
    <li>
      <strong>{equivalentAmount(equivalence, amount)}</strong>
      <details>
        <summary>{equivalence.name}</summary>
        <p>
          {PRINT[equivalence.of](amount)}, at {equivalence.constant}. Source:{" "}
          {equivalence.sourceUrl ? (
            <a href={equivalence.sourceUrl} rel="noreferrer">
              {equivalence.source}
            </a>
          ) : (
            equivalence.source
          )}
          .
          {low !== null && high !== null && (
            <>
              {" "}
              By the interval of p5 to p95: {equivalentAmount(equivalence, low)} to{" "}
              {equivalentAmount(equivalence, high)}.
            </>
          )}
        </p>
      </details>
    </li>
  );
}

export function EquivalencesPanel({ report }: { report: Report }) {
  const sums = { energy: sumOf(report.rows, "energy"), carbon: sumOf(report.rows, "carbon") };
  const known = EQUIVALENCES.filter(({ of }) => isWhole(sums[of]));
  if (report.total.attempts === 0) return null;
  return (
    <Panel title="As much as" id="equivalences" wide>
      {known.length < EQUIVALENCES.length && (
        <p class="caveat">
          {known.length === 0
            ? "Nothing is compared while a part of the energy and of the carbon is not known."
            : "Only what is wholly known is compared."}
        </p>
      )}
      <ul class="equivalences">
        {known.map((equivalence) => (
          <OneEquivalence key={equivalence.name} equivalence={equivalence} sum={sums[equivalence.of]} />
        ))}
      </ul>
    </Panel>
  );
}
