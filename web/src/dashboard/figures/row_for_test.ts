import type { ReportRow } from "../../server/report";

const HOUR = { from: "2026-11-29T14:00:00Z", to: "2026-11-29T15:00:00Z" };

// A row of one answered attempt about which nothing is known but what is given.
export function row(figures: Partial<ReportRow> = {}): ReportRow {
  return {
    ...HOUR,
    model: "m",
    region: "none",
    department: "none",
    energy_kwh: null,
    energy_kwh_p5: null,
    energy_kwh_p95: null,
    it_energy_kwh: null,
    co2e_g: null,
    co2e_g_p5: null,
    co2e_g_p95: null,
    embodied_co2e_g: null,
    cost_usd: null,
    measured_kwh: 0,
    attributed_kwh: 0,
    modelled_kwh: 0,
    proxy_kwh: 0,
    live_grid_kwh: 0,
    attempts: 1,
    answered: 1,
    discarded: 0,
    checked: 0,
    failed: 0,
    cancelled: 0,
    prompt_tokens: 0,
    cached_tokens: 0,
    output_tokens: 0,
    estimated_output_tokens: 0,
    attempts_without_energy: 0,
    attempts_without_carbon: 0,
    attempts_without_tokens: 0,
    attempts_without_cost: 0,
    ...figures,
  };
}

export const known = (kwh: number): Partial<ReportRow> => ({
  energy_kwh: kwh,
  energy_kwh_p5: kwh / 2,
  energy_kwh_p95: kwh * 2,
});
