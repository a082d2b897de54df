// One amount with everything that belongs to it: the interval, and what is not in it.
import { interval, UNKNOWN } from "../../words/quantities";
import { PRINT } from "../../words/report_figures";
import { caveats, isWhole, type Measure, type Sum } from "../figures/sums";

const isPart = (sum: Sum): boolean => sum.value !== null && !isWhole(sum);

export function amountText(sum: Sum, measure: Measure): string {
  if (sum.value === null) return UNKNOWN;
  return isPart(sum) ? `at least ${PRINT[measure](sum.value)}` : PRINT[measure](sum.value);
}

export function intervalText(sum: Sum, measure: Measure): string | null {
  return sum.low === null || sum.high === null ? null : interval(sum.low, sum.high, PRINT[measure]);
}

export function Amount({ sum, measure }: { sum: Sum; measure: Measure }) {
  const range = intervalText(sum, measure);
  return (
    <>
      <span class="figure">
        {isPart(sum) && <small>at least </small>}
        {PRINT[measure](sum.value)}
      </span>
      {range && <span class="range">{range}</span>}
      {sum.value === null && sum.attempts === 0 && <span class="caveat">No attempt in this time.</span>}
      {caveats(sum, measure).map((sentence) => (
        <span class="caveat" key={sentence}>
          {sentence}
        </span>
      ))}
    </>
  );
}
