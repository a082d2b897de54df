// The gateway's counters and gauges at one moment (GET /metrics).
import { parsePrometheusText, type Sample } from "./prometheus_text";
import { ask } from "./request";

type Labels = Readonly<Record<string, string>>;

const fits = (sample: Sample, wanted: Labels): boolean =>
  Object.entries(wanted).every(([label, value]) => sample.labels[label] === value);

export class Scrape {
  private readonly families = new Map<string, Sample[]>();

  constructor(
    readonly at: number, // ms since 1970
    text: string,
  ) {
    for (const sample of parsePrometheusText(text)) {
      const family = this.families.get(sample.name);
      if (family) family.push(sample);
      else this.families.set(sample.name, [sample]);
    }
  }

  samples(name: string, wanted: Labels = {}): Sample[] {
    return (this.families.get(name) ?? []).filter((sample) => fits(sample, wanted));
  }

  // null: the gateway says nothing of it, which is not 0.
  sum(name: string, wanted: Labels = {}): number | null {
    const found = this.samples(name, wanted);
    return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0);
  }

  // Sums by the value of one label, largest first.
  sumsBy(name: string, label: string, wanted: Labels = {}): [string, number][] {
    const sums = new Map<string, number>();
    for (const { labels, value } of this.samples(name, wanted)) {
      const key = labels[label] ?? "none";
      sums.set(key, (sums.get(key) ?? 0) + value);
    }
    return [...sums].sort((a, b) => b[1] - a[1]);
  }
}

export async function fetchMetrics(signal: AbortSignal): Promise<Scrape> {
  const response = await ask("/metrics", { signal, headers: { accept: "text/plain" } });
  return new Scrape(Date.now(), await response.text());
}
