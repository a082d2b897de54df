// Axes that every chart shares: the page's font and colours, local times, figures with their unit.
import type uPlot from "uplot";
import { clock, clockWithSeconds, dayAndClock } from "../words/moments";
import type { Colours } from "./colours";

const FONT = "12px system-ui, sans-serif";
const DAY_S = 86_400;

const look = (colours: Colours) => ({
  stroke: colours.inkSoft,
  font: FONT,
  grid: { stroke: colours.line, width: 1 },
  ticks: { stroke: colours.line, width: 1, size: 4 },
});

export function timeAxis(colours: Colours): uPlot.Axis {
  return {
    ...look(colours),
    grid: { show: false },
    space: 72,
    size: 34,
    values: (_, splits) => {
      const [first = 0, last = 0] = [splits[0], splits[splits.length - 1]];
      const print =
        last - first > DAY_S ? dayAndClock : (splits[1] ?? 0) - first < 60 ? clockWithSeconds : clock;
      return splits.map((at) => print(at * 1000));
    },
  };
}

export function figureAxis(colours: Colours, print: (amount: number) => string): uPlot.Axis {
  return { ...look(colours), size: 72, space: 36, values: (_, splits) => splits.map(print) };
}

// From 0, as bars and rates must be; a scale of nothing but 0 still needs a height.
export const fromZero: uPlot.Scale = { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] };
