// How each endpoint is doing: what the gateway knows of it, and what the model server's own metrics say.
//
// Older gateways have no greeninfer_endpoint_info; a name is MODEL@PLACE, so the model is still known, the cluster not.
import type { Scrape } from "../../server/metrics";
import { count, significant, UNKNOWN } from "../../words/quantities";

export interface FleetEndpoint {
  name: string;
  place: string; // the name without the model
  model: string;
  cluster: string | null; // null: none, or unknown
  region: string | null;
  isUp: boolean;
  inFlight: number | null;
  hasReport: boolean; // the server's metrics were read in the last seconds
  running: number | null;
  waiting: number | null;
  filled: number | null; // share of the cache, 0 to 1
  queriedTokens: number | null; // since the server began
  hitTokens: number | null;
  eventsAreSilent: boolean | null; // null: it is not said to publish any
  eventBlocks: number | null;
}

const noneIsNull = (label: string | undefined): string | null => (!label || label === "none" ? null : label);

export function fleetEndpoints(scrape: Scrape): FleetEndpoint[] {
  return scrape.samples("greeninfer_endpoint_up").map(({ labels: { endpoint = "" }, value }) => {
    const of = (metric: string) => scrape.sum(`greeninfer_${metric}`, { endpoint });
    const info = scrape.samples("greeninfer_endpoint_info", { endpoint })[0]?.labels;
    const model = info?.["model"] ?? endpoint.split("@")[0] ?? "";
    const silent = of("kv_event_silent");
    return {
      name: endpoint,
      place: endpoint.startsWith(`${model}@`) ? endpoint.slice(model.length + 1) : endpoint,
      model,
      cluster: noneIsNull(info?.["cluster"]),
      region: noneIsNull(info?.["region"]),
      isUp: value === 1,
      inFlight: of("endpoint_in_flight"),
      hasReport: of("endpoint_report_age_seconds") !== null,
      running: of("endpoint_occupancy"),
      waiting: of("endpoint_waiting"),
      filled: of("endpoint_kv_usage_ratio"),
      queriedTokens: of("endpoint_prefix_queried_tokens_total"),
      hitTokens: of("endpoint_prefix_hit_tokens_total"),
      eventsAreSilent: silent === null ? null : silent === 1,
      eventBlocks: of("kv_event_blocks"),
    };
  });
}

export interface ModelFleet {
  model: string;
  endpoints: FleetEndpoint[];
}

export function byModel(endpoints: readonly FleetEndpoint[]): ModelFleet[] {
  const fleets = new Map<string, FleetEndpoint[]>();
  for (const endpoint of endpoints) {
    const known = fleets.get(endpoint.model);
    if (known) known.push(endpoint);
    else fleets.set(endpoint.model, [endpoint]);
  }
  return [...fleets].map(([model, all]) => ({ model, endpoints: all }));
}

// With one endpoint each there is nothing that a prompt could be placed among.
export const hasChoice = (fleets: readonly ModelFleet[]): boolean =>
  fleets.some(({ endpoints }) => endpoints.length > 1);

export const filledWords = ({ filled }: FleetEndpoint): string =>
  filled === null ? UNKNOWN : `${significant(100 * filled, 2)} %`;

export function foundWords({ hitTokens, queriedTokens }: FleetEndpoint): string {
  if (hitTokens === null) return UNKNOWN;
  if (!queriedTokens) return count(hitTokens);
  return `${count(hitTokens)} (${significant((100 * hitTokens) / queriedTokens, 2)} %)`;
}

export function eventWords({ eventsAreSilent, eventBlocks }: FleetEndpoint): string {
  if (eventsAreSilent === null) return UNKNOWN;
  if (eventsAreSilent) return "silent";
  return eventBlocks === null ? "heard" : `heard, ${count(eventBlocks)} blocks`;
}

// Why cells of its row say nothing: what somebody can do about it, or that nothing can be done here.
export function gapsOf(endpoint: FleetEndpoint): string[] {
  const gaps: string[] = [];
  if (!endpoint.hasReport && endpoint.running === null)
    gaps.push("Its own metrics are not read: endpoints[].metrics_url says where they are.");
  else if ([endpoint.running, endpoint.waiting, endpoint.filled, endpoint.hitTokens].includes(null))
    gaps.push("Its metrics page leaves the others out.");
  if (endpoint.eventsAreSilent === null)
    gaps.push("No cache events are asked for: endpoints[].kv_events would.");
  return gaps;
}
