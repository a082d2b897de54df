// Bars over the report's intervals: whole with p5 to p95, or stacked by tier, model, region or department.
import uPlot from "uplot";
import { figureAxis, fromZero, timeAxis } from "../../charts/axes";
import { Chart, type ChartOptions } from "../../charts/chart";
import type { Colours } from "../../charts/colours";
import { whiskers } from "../../charts/whiskers";
import { intervalName } from "../../words/moments";
import { PRINT } from "../../words/report_figures";
import type { Interval, Split } from "../figures/series";
import { caveats, type Measure } from "../figures/sums";
import { amountText, intervalText } from "./amount";

interface TimeChartProps {
  intervals: readonly Interval[];
  splits: readonly Split[];
  measure: Measure;
  kind: string;
}

export const nameOfInterval = ({ from, to }: Interval): string =>
  intervalName(new Date(from).toISOString(), new Date(to).toISOString());

// Stacked from the last part to the first, so that the first drawn is the tallest.
function stacked(splits: readonly Split[], length: number): (number | null)[][] {
  let below: number[] = new Array(length).fill(0);
  const layers = splits.map(({ sums }) => {
    below = below.map((height, index) => height + (sums[index]?.value ?? 0));
    return below.map((height, index) => (sums[index]?.value == null ? null : height));
  });
  return layers.reverse();
}

function describeInterval(interval: Interval, splits: readonly Split[], index: number, measure: Measure) {
  const parts = splits.map(({ name, sums }) => {
    const sum = sums[index];
    if (!sum || (sum.value === null && sum.attempts === 0)) return null;
    const range = intervalText(sum, measure);
    const figure = amountText(sum, measure);
    return splits.length === 1 ? `${figure}${range ? ` (${range})` : ""}` : `${name} ${figure}`;
  });
  const known = parts.filter((part) => part !== null);
  return `${nameOfInterval(interval)}: ${known.length > 0 ? known.join(", ") : "no attempt"}`;
}

export function TimeChart({ intervals, splits, measure, kind }: TimeChartProps) {
  const middle = intervals.map(({ from, to }) => (from + to) / 2000);
  const layers = stacked(splits, intervals.length);
  const whole = splits.length === 1 ? splits[0] : undefined;
  const uncertain = () => ({
    low: whole?.sums.map(({ low }) => low) ?? [],
    high: whole?.sums.map(({ high }) => high) ?? [],
    isUnknown: intervals.map((_, index) =>
      splits.some(({ sums }) => sums[index]?.value === null && caveats(sums[index], measure).length > 0),
    ),
  });
  const bars = uPlot.paths.bars?.({ size: [0.7, 56] });
  const highest = Math.max(0, ...(whole?.sums.map(({ high }) => high ?? 0) ?? []));
  const [first, last] = [intervals[0], intervals[intervals.length - 1]];
  const options = (colours: Colours): ChartOptions => ({
    scales: {
      x: { range: () => [(first?.from ?? 0) / 1000, (last?.to ?? 1) / 1000] },
      y: {
        range: (self, low, most) =>
          (fromZero.range as uPlot.Range.Function)(self, low, Math.max(most ?? 0, highest), "y"),
      },
    },
    axes: [timeAxis(colours), figureAxis(colours, (amount) => PRINT[measure](amount))],
    series: [
      {},
      ...layers.map((_, at) => {
        const colour = colours.series[layers.length - 1 - at] ?? colours.brand;
        return {
          fill: colour,
          stroke: colour,
          width: 0,
          ...(bars ? { paths: bars } : {}),
          points: { show: false },
        };
      }),
    ],
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    hooks: { draw: [whiskers(colours, uncertain)] },
  });
  return (
    <Chart
      label={`Bars of ${measure} for each interval; the table below has the same figures.`}
      data={[middle, ...layers] as uPlot.AlignedData}
      kind={`${kind} ${layers.length} ${first?.from} ${last?.to} ${highest} ${intervals.length}`}
      options={options}
      describe={(index) => {
        const interval = intervals[index];
        return interval ? describeInterval(interval, splits, index, measure) : "";
      }}
    />
  );
}
