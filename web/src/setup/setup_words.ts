// The set-up's short names as sentences.
import type { SetupEndpoint, SetupModel, SetupState } from "../server/setup";
import { money, significant } from "../words/quantities";

// The local engine has no setting for a price.
export function priceWords({ price, local }: SetupModel): string {
  if (!price) return local ? "unknown" : "unknown: models[].price sets it";
  if (price.input_per_mtok === 0 && price.output_per_mtok === 0) return "free";
  return `${money(price.input_per_mtok)} read, ${money(price.output_per_mtok)} written`;
}

const EVIDENCE: Readonly<Record<string, string>> = {
  measured: "measured by the model server",
  attributed: "attributed: a share of a meter",
  modelled: "modelled from hardware and load",
  proxy: "proxy: tokens times a coefficient",
};

export const evidenceWords = ({ energy_method: method }: SetupModel): string => EVIDENCE[method] ?? method;

export function placeWords({ region, zone, cluster }: SetupEndpoint): string {
  const place = cluster ? `${cluster} in ${region ?? "no region"}` : (region ?? "no region");
  return zone ? `${place} (grid ${zone})` : place;
}

const STRATEGIES: Readonly<Record<string, string>> = {
  kv_aware: "a prompt goes where its beginning was read",
  least_busy: "the least busy is asked",
  round_robin: "they are asked in turn",
  session: "a session stays with one",
};

// By what one of several endpoints is chosen; null where there is nothing to choose.
export function strategyWords({ strategy, endpoints }: SetupModel): string | null {
  if (!strategy || endpoints.length < 2) return null;
  return `${STRATEGIES[strategy] ?? "one is chosen"} (${strategy})`;
}

export const STATE_WORDS: Readonly<Record<SetupEndpoint["state"], string>> = {
  ready: "ready",
  starting: "starting",
  unhealthy: "does not answer",
};

export interface Part {
  name: string;
  words: string;
  setting: string;
}

const percent = (share: number): string => `${significant(100 * share)} %`;

const STREAMING: Readonly<Record<string, string>> = {
  verify_first: "streams begin when their answer has passed its check",
  draft_events: "drafts are shown and may be taken back",
  commit_immediately: "streams are not checked",
};

// A gateway without previews does not name them.
function previewPart(setup: Partial<SetupState>): Part[] {
  if (!setup.preview) return [];
  const { enabled, score_above: above } = setup.preview;
  const words = enabled ? `on, for complexity above ${above}` : "off";
  return [{ name: "Smart Preview", words, setting: "preview" }];
}

// Each part of the gateway: what it is set to, and the setting that changes it.
export function partsOf(setup: SetupState): Part[] {
  const { cascade, budget, grid, routing, departments } = setup;
  return [
    {
      name: "Prompt shortener",
      words: setup.optimizer.state,
      setting: "optimizer",
    },
    ...previewPart(setup),
    {
      name: "Cascade",
      words: cascade.enabled ? `on; ${STREAMING[cascade.streaming] ?? cascade.streaming}` : "off",
      setting: "cascade",
    },
    {
      name: "Budget of a session",
      words:
        `${significant(budget.session_grams)} g CO₂e; a warning from ${percent(budget.warn_at)}, eco mode from ` +
        `${percent(budget.eco_at)}, then ${budget.at_limit === "smallest" ? "the smallest model" : "refused"}`,
      setting: "budget",
    },
    {
      name: "Grid",
      words: `${grid.provider}; ${grid.zones.length > 0 ? grid.zones.join(", ") : "no zone"}`,
      setting: "grid",
    },
    {
      name: "Routing",
      words: `${routing.default_mode} by default, policy ${routing.policy.replaceAll("_", " ")}`,
      setting: "routing",
    },
    {
      name: "Departments",
      words: departments.length > 0 ? departments.join(", ") : "none: clients[].department names them",
      setting: "departments",
    },
  ];
}
