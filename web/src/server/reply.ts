// What the gateway says of an answer (POST /chat). Every figure may be missing: what is unknown is not printed.

export interface SessionState {
  session_id: string;
  total_prompts: number;
  total_energy_mwh: number | null;
  total_co2_grams: number | null;
  total_cost_usd: number | null;
  carbon_budget_g: number;
  carbon_used_g: number;
  carbon_reserved_g: number;
  carbon_remaining_g: number;
  level: string;
}

export interface Footprint {
  energy_mwh?: number | null;
  energy_mwh_low?: number | null;
  energy_mwh_high?: number | null;
  energy_method?: string;
  co2_grams?: number | null;
  co2_grams_low?: number | null;
  co2_grams_high?: number | null;
  cost_usd?: number | null;
}

export type PreviewChoice = "expand" | "different_angle" | "add_detail";

export interface Preview {
  id: string;
  expires_at: string;
  summary: string;
  outline: string[];
  model_tier?: string;
  model_id?: string;
  choices: PreviewChoice[];
  estimated: Footprint & { tier?: string; model_id?: string; output_tokens?: number };
  spent: Footprint;
}

export interface Reply extends Footprint {
  response?: string;
  model_tier?: string;
  model_name?: string;
  model_id?: string;
  mode_used?: string;
  mode_moved_by?: string;
  region?: string;
  decision?: string;
  complexity_reasons?: string[];
  p_right?: Record<string, number>; // by tier
  cascade?: { plan?: string; reason?: string };
  placement?: { reason?: string; figures?: string; fallback?: string };
  attempts?: number;
  shortening?: { left_alone?: string };
  pue?: number;
  grid_intensity?: number;
  grid_zone?: string;
  grid_source?: string;
  grid_signal?: string;
  grid_age_s?: number;
  grid_year?: number;
  baseline_model?: string;
  baseline_energy_mwh?: number;
  energy_saved_pct?: number;
  co2_saved_grams?: number;
  green_score?: number;
  green_tip?: string;
  original_tokens?: number;
  optimized_tokens?: number;
  tokens_saved?: number;
  complexity_score_100?: number;
  complexity_label?: string;
  cascade_path?: string[];
  escalations?: number;
  latency_ms?: number;
  session?: SessionState;
  preview?: Preview;
  preview_choice?: PreviewChoice;
  preview_energy_mwh?: number;
  preview_co2_grams?: number;
  preview_failed?: string;
  preview_ignored?: string;
}
