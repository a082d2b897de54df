// The gateway's short names of signals, sources and levels, as sentences.
import type { GridReading, GridZone } from "../../server/grid";
import { age } from "../../words/moments";

const SOURCES: Readonly<Record<string, string>> = {
  electricity_maps: "Electricity Maps",
  google_cloud: "Google Cloud's table",
  aws: "AWS's table",
  watttime: "WattTime",
  uk_neso: "UK NESO",
  eia: "US EIA",
  entsoe: "ENTSO-E",
  ercot: "ERCOT",
  static: "yearly table",
  world_average: "world average, yearly table",
  configured: "your own figure",
  hourly_table: "your own figures by hour",
};

export const sourceWords = (name: string): string => SOURCES[name] ?? name;

export const signalWords = (name: string): string => name.replaceAll("_", ", ");

const LEVELS: Readonly<Record<GridZone["level"], string>> = {
  unknown: "no level: only live figures have one",
  dirty: "dirty",
  normal: "normal",
  clean: "clean",
};

export function levelWords({ level, implied_mode: mode }: GridZone): string {
  if (level === "dirty" && mode) return `dirty: requests run in ${mode} mode`;
  if (level === "clean" && mode) return `clean: ${mode} is allowed to those who ask`;
  return LEVELS[level] ?? level;
}

// When the figure is of. A table is never called live, and says its year where it has one.
// `sinceSeconds`: how long ago the gateway said so.
export function ageWords(reading: GridReading, sinceSeconds: number): string {
  if (!reading.live) return reading.year ? `table of ${reading.year}` : "table, not live";
  const when =
    reading.age_seconds === undefined ? "live" : `live, ${age(reading.age_seconds + sinceSeconds)}`;
  return reading.estimated ? `${when}, estimated by the source` : when;
}

// Who could give a forecast where there is none.
export function forecastRemedy(zone: GridZone): string {
  if (zone.zone === "world") {
    return "No forecast: the servers' zone is not set. Set grid.zone (or a region of each endpoint) first.";
  }
  if (zone.live) {
    return `No forecast: ${sourceWords(zone.source)} gave none; it has none, or the account's plan leaves it out.`;
  }
  if (zone.zone === "GB")
    return "No forecast: grid.provider uk_neso gives one for Great Britain without a key.";
  return (
    "No forecast: set a key for Electricity Maps (grid.electricity_maps.api_key_env) or an account of WattTime " +
    "(grid.watttime), whose plans include one."
  );
}
