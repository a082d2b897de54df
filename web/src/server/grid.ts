// How clean the electricity of every zone in use is (GET /grid).
import { askJson } from "./request";

export interface GridReading {
  grams_per_kwh: number;
  signal: string;
  source: string;
  live: boolean;
  estimated: boolean;
  year?: number | null;
  valid_at?: string;
  age_seconds?: number;
}

export interface ForecastPoint {
  at: string;
  grams_per_kwh: number;
}

export interface GridZone extends GridReading {
  zone: string;
  regions: string[];
  level: "unknown" | "dirty" | "normal" | "clean";
  implied_mode?: string;
  fallback?: string; // why the best source was not used
  table: GridReading & { origin?: string };
  forecast: ForecastPoint[];
}

export async function fetchGrid(signal: AbortSignal): Promise<GridZone[]> {
  return (await askJson<{ zones: GridZone[] }>("/grid", { signal })).zones;
}
