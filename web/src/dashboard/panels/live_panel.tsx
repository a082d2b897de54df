// What happens now: rates from the counters, gathered while the page is open.

import { useState } from "preact/hooks";
import type uPlot from "uplot";
import { figureAxis, fromZero, timeAxis } from "../../charts/axes";
import { Chart, type ChartOptions } from "../../charts/chart";
import type { Colours } from "../../charts/colours";
import { FigureTable } from "../../charts/figure_table";
import type { Scrape } from "../../server/metrics";
import { clockWithSeconds } from "../../words/moments";
import { UNKNOWN } from "../../words/quantities";
import { LIVE_MEASURES, type LiveMeasure } from "../figures/live_measures";
import { pointsOf } from "../figures/rates";
import { Choice } from "./choice";

const TABLE_ROWS_MAX = 60;
const WINDOW_SECONDS_MIN = 300;

// A strip that fills from the right, also while there are few points.
// Read from the data: of a single point uPlot makes a span of its own.
function windowOf({ data: [times] }: uPlot): uPlot.Range.MinMax {
  const [first = 0, last = 0] = [times[0], times[times.length - 1]];
  return [Math.min(first, last - WINDOW_SECONDS_MIN), last];
}

// What the gateway does not count yet has no line; where it counts nothing yet, all are named.
function countedLines(measure: LiveMeasure, latest: Scrape | undefined): LiveMeasure["lines"] {
  const counted = latest ? measure.lines.filter(({ read }) => read(latest) !== null) : [];
  return counted.length > 0 ? counted : measure.lines;
}

export function LivePanel({ scrapes, gapSecondsMax }: { scrapes: readonly Scrape[]; gapSecondsMax: number }) {
  const [name, setName] = useState<LiveMeasure["name"]>("requests");
  const measure = LIVE_MEASURES.find((one) => one.name === name) ?? LIVE_MEASURES[0];
  const lines = countedLines(measure, scrapes[scrapes.length - 1]);
  const points = pointsOf(
    scrapes,
    lines.map(({ read }) => read),
    gapSecondsMax,
  );
  const scaled = lines.map((_, line) =>
    points.map(({ perSecond }) => {
      const rate = perSecond[line] ?? null;
      return rate === null ? null : rate * measure.perSecondTo;
    }),
  );
  const show = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? UNKNOWN : measure.print(amount);
  const options = (colours: Colours): ChartOptions => ({
    scales: { x: { range: windowOf }, y: fromZero },
    axes: [timeAxis(colours), figureAxis(colours, measure.print)],
    series: [
      {},
      ...lines.map((_, at) => ({
        stroke: colours.series[at] ?? colours.brand,
        width: 2,
        spanGaps: false,
        points: { show: points.length < 3 },
      })),
    ],
    cursor: { y: false, drag: { x: false, y: false } },
  });
  return (
    <>
      <div class="controls">
        <Choice label="What is drawn live" names={LIVE_MEASURES} chosen={name} choose={setName} />
      </div>
      {points.length === 0 ? (
        <p class="asking">A rate needs two looks; the second comes in a few seconds.</p>
      ) : (
        <Chart
          label={`${measure.words} since this page was opened; the table below has the same figures.`}
          data={[points.map(({ at }) => at / 1000), ...scaled] as uPlot.AlignedData}
          kind={`${name} ${lines.length} ${points.length < 3}`}
          options={options}
          height={170}
          describe={(index) => {
            const point = points[index];
            if (!point) return "";
            const parts = lines.map(({ words }, line) => `${words} ${show(scaled[line]?.[index])}`);
            return `${clockWithSeconds(point.at)}: ${parts.join(", ")}`;
          }}
        />
      )}
      {lines.length > 1 && (
        <ul class="legend">
          {lines.map(({ words }, at) => (
            <li key={words}>
              <span class={`swatch series-${at + 1}`} aria-hidden="true" /> {words}
            </li>
          ))}
        </ul>
      )}
      <p class="caveat">{measure.about} A restart, or a time when this page was hidden, is a gap.</p>
      <FigureTable
        caption={`${measure.words}, newest first`}
        head={["Time", ...lines.map(({ words }) => words)]}
        rows={points
          .map((point, index) => [
            clockWithSeconds(point.at),
            ...lines.map((_, line) => show(scaled[line]?.[index])),
          ])
          .reverse()
          .slice(0, TABLE_ROWS_MAX)}
      />
    </>
  );
}
