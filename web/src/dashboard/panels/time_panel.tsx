// Energy, carbon or cost over the chosen time.
import { useMemo, useState } from "preact/hooks";
import { FigureTable } from "../../charts/figure_table";
import type { Report } from "../../server/report";
import { span } from "../../words/moments";
import { type Dimension, nameOf, type TierOf } from "../figures/grouping";
import type { Range } from "../figures/range";
import { type Interval, intervalsOf, type Split, shownRange, splitIntervals } from "../figures/series";
import type { Measure } from "../figures/sums";
import { amountText, intervalText } from "./amount";
import { Choice } from "./choice";
import { nameOfInterval, TimeChart } from "./time_chart";

const MEASURES: readonly { name: Measure; words: string }[] = [
  { name: "energy", words: "Energy" },
  { name: "carbon", words: "Carbon" },
  { name: "cost", words: "Cost" },
];
type By = Dimension | "all";
const BYS: readonly By[] = ["all", "tier", "model", "region", "department"];
const PARTS_MAX = 6;

function Legend({ splits, by }: { splits: readonly Split[]; by: By }) {
  if (by === "all") return null;
  return (
    <ul class="legend">
      {splits.map(({ name }, at) => (
        <li key={name}>
          <span class={`swatch series-${at + 1}`} aria-hidden="true" /> {nameOf(name, by)}
        </li>
      ))}
    </ul>
  );
}

function rowsOf(intervals: readonly Interval[], splits: readonly Split[], by: By, measure: Measure) {
  return intervals.flatMap((interval, index) =>
    interval.rows.length === 0
      ? []
      : [
          [
            nameOfInterval(interval),
            ...splits.flatMap(({ sums }) => {
              const sum = sums[index];
              if (!sum || (sum.value === null && sum.attempts === 0))
                return by === "all" ? ["no attempt", ""] : ["no attempt"];
              const range = intervalText(sum, measure) ?? "";
              return by === "all" ? [amountText(sum, measure), range] : [amountText(sum, measure)];
            }),
          ],
        ],
  );
}

interface TimePanelProps {
  report: Report;
  range: Range;
  tierOf: TierOf;
}

export function TimePanel({ report, range, tierOf }: TimePanelProps) {
  const [measure, setMeasure] = useState<Measure>("energy");
  const [by, setBy] = useState<By>("all");
  const { intervals, splits } = useMemo(() => {
    const cut = intervalsOf(report, shownRange(report, range));
    return { intervals: cut, splits: splitIntervals(cut, measure, by, tierOf, PARTS_MAX) };
  }, [report, range.from, range.to, measure, by, tierOf]);
  const isCut = shownRange(report, range).from > range.from;
  const head =
    by === "all"
      ? ["Interval", measure, "p5 to p95"]
      : ["Interval", ...splits.map(({ name }) => nameOf(name, by))];
  return (
    <>
      <div class="controls">
        <Choice label="What is drawn" names={MEASURES} chosen={measure} choose={setMeasure} />
        <label class="by">
          by{" "}
          <select
            value={by}
            onChange={(event) => setBy(BYS.find((one) => one === event.currentTarget.value) ?? "all")}
          >
            {BYS.map((one) => (
              <option key={one} value={one}>
                {one === "all" ? "all together" : one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <TimeChart intervals={intervals} splits={splits} measure={measure} kind={`${measure} ${by}`} />
      <Legend splits={splits} by={by} />
      <p class="caveat">
        Bars are intervals of {span(report.interval_seconds)}, in this browser’s time zone
        {isCut ? ", from the beginning of the account" : ""}
        {by === "all" && measure !== "cost" ? "; whiskers reach from p5 to p95" : ""}; “?” has work without a
        known figure.
      </p>
      <FigureTable
        caption={`${measure} for each interval with work`}
        head={head}
        rows={rowsOf(intervals, splits, by, measure)}
      />
    </>
  );
}
