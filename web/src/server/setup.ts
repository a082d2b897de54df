// What the gateway is configured to do (GET /setup). Names and states, never the value of a key.
import { askJson } from "./request";

export interface SetupEndpoint {
  region: string | null;
  zone: string | null;
  cluster?: string | null; // absent: an older gateway
  state: "ready" | "starting" | "unhealthy";
}

export interface SetupModel {
  id: string;
  display_name: string;
  tier: string;
  capabilities: string[];
  context_window: number | null;
  price: { input_per_mtok: number; output_per_mtok: number } | null;
  energy_method: string;
  local: boolean;
  strategy?: string; // by what one of several endpoints is chosen; absent: an older gateway
  endpoints: SetupEndpoint[];
}

export interface SetupKey {
  variable: string;
  set: boolean;
  enables: string;
}

export interface SetupState {
  version: string;
  ready: boolean;
  key_required: boolean;
  models: SetupModel[];
  keys: SetupKey[];
  optimizer: { state: string };
  preview: { enabled: boolean; score_above: number };
  cascade: { enabled: boolean; streaming: string };
  budget: { session_grams: number; warn_at: number; eco_at: number; at_limit: string };
  grid: { provider: string; zones: string[] };
  routing: { default_mode: string; policy: string };
  departments: string[];
}

export const fetchSetup = (signal: AbortSignal): Promise<SetupState> =>
  askJson<SetupState>("/setup", { signal });
