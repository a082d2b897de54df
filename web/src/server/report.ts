// The account of energy, carbon and money (GET /reports/carbon). null is "not known", never 0: see docs/REPORTS.md.
import { askJson } from "./request";

export interface Figures {
  energy_kwh: number | null;
  energy_kwh_p5: number | null;
  energy_kwh_p95: number | null;
  it_energy_kwh: number | null;
  co2e_g: number | null;
  co2e_g_p5: number | null;
  co2e_g_p95: number | null;
  embodied_co2e_g: number | null;
  cost_usd: number | null;
  measured_kwh: number;
  attributed_kwh: number;
  modelled_kwh: number;
  proxy_kwh: number;
  live_grid_kwh: number;
  attempts: number;
  answered: number;
  discarded: number;
  checked: number;
  failed: number;
  cancelled: number;
  prompt_tokens: number;
  cached_tokens: number;
  output_tokens: number;
  estimated_output_tokens: number;
  attempts_without_energy: number;
  attempts_without_carbon: number;
  attempts_without_tokens: number;
  attempts_without_cost: number;
}

export interface ReportRow extends Figures {
  from: string;
  to: string;
  model: string;
  region: string;
  department: string;
}

export interface Report {
  from?: string;
  to?: string;
  interval_seconds: number;
  account: {
    complete: boolean;
    began_at: string;
    forgotten_before?: string;
    records_dropped: number;
    records_back_in_time: number;
    shortcomings: string[];
  };
  method: { data_set: string; energy: string; carbon: string; p5_p95: string; unknown: string };
  rows: ReportRow[];
  total: Figures;
}

// Times are ms since 1970; the gateway reports whole intervals that overlap them.
export function fetchReport(from: number, to: number, signal: AbortSignal): Promise<Report> {
  const seconds = (time: number) => String(Math.floor(time / 1000));
  const query = new URLSearchParams({ from: seconds(from), to: seconds(to) });
  return askJson<Report>(`/reports/carbon?${query}`, { signal });
}
