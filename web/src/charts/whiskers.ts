// Draws p5 to p95 over bars, and a question mark where an interval had work but no known figure.
import type uPlot from "uplot";
import type { Colours } from "./colours";

export interface Uncertain {
  low: (number | null)[];
  high: (number | null)[];
  isUnknown: boolean[];
}

const CAP_PX = 4;

export function whiskers(colours: Colours, uncertain: () => Uncertain): (chart: uPlot) => void {
  return (chart) => {
    const { low, high, isUnknown } = uncertain();
    const { ctx } = chart;
    ctx.save();
    ctx.strokeStyle = colours.ink;
    ctx.fillStyle = colours.warn;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.font = `${14 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    for (const [index, time] of chart.data[0].entries()) {
      const x = chart.valToPos(time, "x", true);
      const [from, to] = [low[index], high[index]];
      if (from !== null && from !== undefined && to !== null && to !== undefined) {
        drawWhisker(ctx, x, chart.valToPos(from, "y", true), chart.valToPos(to, "y", true));
      } else if (isUnknown[index]) {
        ctx.fillText("?", x, chart.valToPos(0, "y", true) - 4 * devicePixelRatio);
      }
    }
    ctx.restore();
  };
}

function drawWhisker(ctx: CanvasRenderingContext2D, x: number, bottom: number, top: number): void {
  const cap = CAP_PX * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bottom);
  ctx.lineTo(x, top);
  ctx.moveTo(x - cap, bottom);
  ctx.lineTo(x + cap, bottom);
  ctx.moveTo(x - cap, top);
  ctx.lineTo(x + cap, top);
  ctx.stroke();
}
