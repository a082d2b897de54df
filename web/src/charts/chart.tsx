// uPlot as a component: made anew when theme or kind changes, given new figures otherwise, as wide as its place.
//
// A canvas says nothing to a screen reader and nothing to a keyboard: every chart names what it shows, and its caller
// puts the same figures into a table beside it (FigureTable).
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { type Colours, useColours } from "./colours";

export type ChartOptions = Omit<uPlot.Options, "width" | "height">;

interface ChartProps {
  label: string; // what the picture shows, in a sentence
  data: uPlot.AlignedData;
  kind: string; // changes when the options do
  options: (colours: Colours) => ChartOptions;
  height?: number;
  describe?: (index: number) => string; // the figures under the pointer
}

export function Chart({ label, data, kind, options, height = 220, describe }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const colours = useColours();
  const [pointed, setPointed] = useState<number | null>(null);
  const latest = useRef({ data, options, describe });
  latest.current = { data, options, describe };

  useEffect(() => {
    const place = host.current;
    if (!place) return;
    const own = latest.current.options(colours);
    const onCursor = (self: uPlot) => setPointed(self.cursor.idx ?? null);
    const chart = new uPlot(
      {
        ...own,
        width: Math.max(place.clientWidth, 120),
        height,
        legend: { show: false },
        hooks: { ...own.hooks, setCursor: [onCursor] },
      },
      latest.current.data,
      place,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() => {
      const width = place.clientWidth;
      if (width > 0 && width !== chart.width) chart.setSize({ width, height });
    });
    observer.observe(place);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [colours, kind, height]);

  useEffect(() => plot.current?.setData(data), [data]);

  return (
    <>
      <div class="chart" role="img" aria-label={label} ref={host} />
      {describe && (
        <p class="readout" aria-hidden="true">
          {pointed === null ? " " : describe(pointed)}
        </p>
      )}
    </>
  );
}
