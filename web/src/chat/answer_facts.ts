// What is known of an answer, each figure with its unit, interval and evidence, and a dash with a reason where nothing is.
import type { Footprint, Reply } from "../server/reply";
import { carbon, count, duration, energy, interval, money, significant, UNKNOWN } from "../words/quantities";
import { methodWords, sourceWords } from "./evidence";

export interface Fact {
  name: string;
  value: string;
  notes: string[];
}

// `why` is said only where the figure is not known.
function fact(name: string, value: string, why: string, notes: (string | null | undefined)[] = []): Fact {
  const kept = notes.filter((note): note is string => Boolean(note));
  return { name, value, notes: value === UNKNOWN ? [why, ...kept] : kept };
}

function range(low: string | null | undefined): string | null {
  return low && low !== UNKNOWN ? `${low} (5th to 95th percentile)` : null;
}

export function energyFact(name: string, of: Footprint): Fact {
  return fact(name, energy(of.energy_mwh), "the gateway has no figure for this model's energy", [
    range(interval(of.energy_mwh_low, of.energy_mwh_high, energy)),
    typeof of.energy_mwh === "number" ? methodWords(of.energy_method) : null,
  ]);
}

export function carbonFact(name: string, of: Footprint): Fact {
  const why = "grams follow from energy, which is not known";
  return fact(name, carbon(of.co2_grams), why, [
    range(interval(of.co2_grams_low, of.co2_grams_high, carbon)),
  ]);
}

const degree = (tier: string | undefined): string => (tier ? `${tier} tier` : "");

function modelFacts(reply: Reply): Fact[] {
  const { model_name, model_id, model_tier, cascade_path } = reply;
  const other = model_id && model_id !== model_name ? model_id : null;
  const path = (cascade_path?.length ?? 0) > 1 ? `asked in turn: ${cascade_path?.join(" → ")}` : null;
  return [
    fact("Tier", model_tier ?? UNKNOWN, "the gateway did not say", [path]),
    fact("Model", model_name ?? model_id ?? UNKNOWN, "the gateway did not say", [other]),
    fact("Region", reply.region ?? UNKNOWN, "no region is configured for the server that answered"),
    fact("Mode", reply.mode_used ?? UNKNOWN, "the gateway did not say", [reply.mode_moved_by]),
  ];
}

const baselineWords = (reply: Reply): string =>
  reply.baseline_model
    ? `against always asking ${reply.baseline_model}, the largest model configured`
    : "against always asking the largest model configured";

// "12 % more than": a loss is said in words too, because a minus sign is easily missed.
export function savedWords(reply: Reply): string {
  const { energy_saved_pct: share } = reply;
  if (typeof share !== "number") return UNKNOWN;
  return share < 0 ? `−${-share} %` : `${share} %`;
}

function savedFacts(reply: Reply): Fact[] {
  const grams = reply.co2_saved_grams;
  const loss = (amount: number | undefined) =>
    amount !== undefined && amount < 0 ? "more was used, not less" : null;
  const why = "there is no figure to compare with";
  return [
    fact("Energy saved", savedWords(reply), why, [baselineWords(reply), loss(reply.energy_saved_pct)]),
    fact("CO₂e saved", carbon(grams), why, [baselineWords(reply), loss(grams)]),
  ];
}

function previewFacts(reply: Reply): Fact[] {
  if (reply.preview_choice === undefined) return [];
  const co2 = carbon(reply.preview_co2_grams);
  return [
    fact("Preview before", energy(reply.preview_energy_mwh), "the gateway has no figure for it", [
      co2 === UNKNOWN ? null : `${co2} CO₂e`,
      "beside the answer's own figures; what was saved counts it",
    ]),
  ];
}

function gridAge(reply: Reply): string | null {
  if (typeof reply.grid_age_s === "number") return `${duration(reply.grid_age_s * 1000)} old`;
  return reply.grid_year === undefined ? null : `figure of ${reply.grid_year}`;
}

function gridFact(reply: Reply): Fact {
  const intensity = reply.grid_intensity;
  const value = typeof intensity === "number" ? `${significant(intensity)} g/kWh` : UNKNOWN;
  return fact("Grid", value, "no source has a figure", [
    reply.grid_zone ? `zone ${reply.grid_zone}` : "no zone is configured",
    sourceWords(reply.grid_source),
    gridAge(reply),
    reply.grid_signal?.replaceAll("_", " "),
    typeof reply.pue === "number" ? `power usage effectiveness ${significant(reply.pue)}` : null,
  ]);
}

function tokenFact(reply: Reply): Fact {
  const { original_tokens: before, optimized_tokens: after } = reply;
  const both =
    before === undefined || after === undefined ? null : `${count(before)} before, ${count(after)} sent`;
  const reason = reply.shortening?.left_alone;
  const alone = reason ? `left as it is: ${reason.replaceAll("_", " ")}` : null;
  return fact("Prompt tokens saved", count(reply.tokens_saved), "they were not counted", [both, alone]);
}

export function factsOf(reply: Reply): Fact[] {
  const score = typeof reply.green_score === "number" ? `${reply.green_score} of 100` : UNKNOWN;
  return [
    ...modelFacts(reply),
    energyFact("Energy", reply),
    carbonFact("CO₂e", reply),
    ...savedFacts(reply),
    ...previewFacts(reply),
    fact("Cost", money(reply.cost_usd), "no price is configured for this model"),
    fact("Green score", score, "it needs a figure for carbon", [reply.green_tip]),
    tokenFact(reply),
    fact("Time", duration(reply.latency_ms), "the gateway did not say"),
    gridFact(reply),
  ];
}

// The same in one line, for every answer.
export function summaryOf(reply: Reply): string[] {
  const saved = savedWords(reply);
  return [
    degree(reply.model_tier),
    reply.model_name ?? reply.model_id ?? "",
    reply.region ?? "",
    reply.energy_mwh == null ? "energy –" : energy(reply.energy_mwh),
    reply.co2_grams == null ? "CO₂e –" : `${carbon(reply.co2_grams)} CO₂e`,
    saved === UNKNOWN ? "" : `saved ${saved}`,
    typeof reply.green_score === "number" ? `score ${reply.green_score}` : "",
    reply.latency_ms === undefined ? "" : duration(reply.latency_ms),
  ].filter((part) => part !== "");
}
