// The forecast of one zone, with the gateway's two thresholds left out on purpose: /grid does not say them.
import uPlot from "uplot";
import { figureAxis, fromZero, timeAxis } from "../../charts/axes";
import { Chart, type ChartOptions } from "../../charts/chart";
import type { Colours } from "../../charts/colours";
import { faded } from "../../charts/colours";
import { FigureTable } from "../../charts/figure_table";
import type { GridZone } from "../../server/grid";
import { dayAndClock } from "../../words/moments";
import { significant } from "../../words/quantities";

const grams = (amount: number) => `${significant(amount)} g`;

// The present is the first point, so that one sees where it goes from here.
function pointsOf(zone: GridZone): { at: number; grams: number }[] {
  const ahead = zone.forecast.map((point) => ({ at: Date.parse(point.at), grams: point.grams_per_kwh }));
  const now = zone.live && zone.valid_at ? Date.parse(zone.valid_at) : null;
  const first = ahead[0];
  return now !== null && first && now < first.at ? [{ at: now, grams: zone.grams_per_kwh }, ...ahead] : ahead;
}

export function ForecastChart({ zone }: { zone: GridZone }) {
  const points = pointsOf(zone);
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const options = (colours: Colours): ChartOptions => ({
    scales: { y: fromZero },
    axes: [timeAxis(colours), figureAxis(colours, grams)],
    series: [
      {},
      {
        stroke: colours.brand,
        fill: faded(colours.brand, 0.15),
        width: 2,
        ...(stepped ? { paths: stepped } : {}),
        points: { show: points.length < 3 },
      },
    ],
    cursor: { y: false, drag: { x: false, y: false } },
  });
  return (
    <>
      <Chart
        label={`Forecast of carbon intensity in ${zone.zone}; the table below has the same figures.`}
        data={[points.map(({ at }) => at / 1000), points.map((point) => point.grams)]}
        kind={`${zone.zone} ${points.length < 3}`}
        options={options}
        height={150}
        describe={(index) => {
          const point = points[index];
          return point ? `${dayAndClock(point.at)}: ${grams(point.grams)} CO₂e per kWh` : "";
        }}
      />
      <FigureTable
        caption={`Forecast for ${zone.zone}, g CO₂e per kWh`}
        head={["From", "g/kWh"]}
        rows={points.map((point) => [dayAndClock(point.at), significant(point.grams)])}
      />
    </>
  );
}
