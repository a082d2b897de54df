import type { Report } from "../../server/report";
import { PRINT } from "../../words/report_figures";
import { EQUIVALENCES, type Equivalence, equivalentAmount } from "../figures/equivalences";
import { isWhole, sumOf } from "../figures/sums";
import { Panel } from "./panel";

function OneEquivalence({ equivalence, amount }: { equivalence: Equivalence; amount: number }) {
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
          <OneEquivalence
            key={equivalence.name}
            equivalence={equivalence}
            amount={sums[equivalence.of].value ?? 0}
          />
        ))}
      </ul>
    </Panel>
  );
}
