// One amount with everything that belongs to it: the interval, and what is not in it.
import { interval, UNKNOWN } from "../../words/quantities";
import { PRINT } from "../../words/report_figures";
import { caveats, isWhole, type Measure, type Sum } from "../figures/sums";

export function amountText(sum: Sum, measure: Measure): string {
  if (sum.value === null) return UNKNOWN;
  const figure = PRINT[measure](sum.value);
  return isWhole(sum) ? figure : `at least ${figure}`;
}

export function intervalText(sum: Sum, measure: Measure): string | null {
  return sum.low === null || sum.high === null ? null : interval(sum.low, sum.high, PRINT[measure]);
}

export function Amount({ sum, measure }: { sum: Sum; measure: Measure }) {
  const range = intervalText(sum, measure);
  return (
    <>
      <span class="figure">{amountText(sum, measure)}</span>
      {range && <span class="range">{range}</span>}
      {caveats(sum, measure).map((sentence) => (
        <span class="caveat" key={sentence}>
          {sentence}
        </span>
      ))}
    </>
  );
}
