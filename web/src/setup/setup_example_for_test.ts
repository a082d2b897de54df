// An answer of GET /setup of three models, one of them not answering, with clients and one key missing.
import type { SetupState } from "../server/setup";

export const SETUP_EXAMPLE: SetupState = {
  version: "0.1.0",
  ready: true,
  key_required: true,
  models: [
    {
      id: "smollm2-135m",
      display_name: "smollm2-135m",
      tier: "small",
      capabilities: [],
      context_window: 4096,
      price: null,
      energy_method: "attributed",
      local: true,
      endpoints: [{ region: null, zone: "US-TEX-ERCO", state: "ready" }],
    },
    {
      id: "llama-3.1-8b",
      display_name: "Llama 3.1 8B",
      tier: "medium",
      capabilities: ["tools", "logprobs"],
      context_window: 131072,
      price: { input_per_mtok: 0.05, output_per_mtok: 0.08 },
      energy_method: "proxy",
      local: false,
      endpoints: [
        { region: "us-east-1", zone: "US-MIDA-PJM", state: "ready" },
        { region: "eu-north-1", zone: "SE", state: "unhealthy" },
      ],
    },
    {
      id: "llama-3.3-70b",
      display_name: "llama-3.3-70b",
      tier: "large",
      capabilities: ["tools"],
      context_window: null,
      price: { input_per_mtok: 0, output_per_mtok: 0 },
      energy_method: "modelled",
      local: false,
      endpoints: [{ region: null, zone: null, state: "starting" }],
    },
  ],
  keys: [
    { variable: "GROQ_API_KEY", set: false, enables: "the configured models: llama-3.1-8b" },
    {
      variable: "ELECTRICITY_MAPS_KEY",
      set: true,
      enables: "live carbon intensities of every zone, by Electricity Maps",
    },
  ],
  optimizer: { state: "loaded" },
  preview: { enabled: true, score_above: 38 },
  cascade: { enabled: true, streaming: "verify_first" },
  budget: { session_grams: 5, warn_at: 0.8, eco_at: 0.9, at_limit: "refuse" },
  grid: { provider: "electricity_maps", zones: ["US-TEX-ERCO", "US-MIDA-PJM", "SE"] },
  routing: { default_mode: "balanced", policy: "expected_value" },
  departments: ["search", "support"],
};
