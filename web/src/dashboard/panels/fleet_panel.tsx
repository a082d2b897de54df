// Prefix routing: what model servers report to have found, what placing prompts saved, and how the endpoints are doing.
import type { Scrape } from "../../server/metrics";
import type { SetupState } from "../../server/setup";
import { count, UNKNOWN } from "../../words/quantities";
import { byModel, fleetEndpoints, hasChoice, type ModelFleet } from "../figures/fleet_endpoints";
import { isEstimated, placementGains, reportedHits } from "../figures/placement_gains";
import { EndpointsTable } from "./endpoints_table";
import { PlacementGainsTable } from "./placement_gains_table";

function ReportedHits({ scrape }: { scrape: Scrape }) {
  const hits = reportedHits(scrape);
  const isClustered = hits.some(({ cluster }) => cluster !== "none");
  return (
    <dl class="counted" data-testid="reported-hits">
      <dt>Prompt tokens not recomputed, as model servers report</dt>
      <dd>
        {hits.length === 0 ? UNKNOWN : count(hits.reduce((sum, { tokens }) => sum + tokens, 0))}
        {hits.length === 0 && (
          <span class="range">No model server has reported cached tokens in an answer's usage.</span>
        )}
      </dd>
      {isClustered &&
        hits.map(({ cluster, tokens }) => [
          <dt key={`${cluster}?`}>{cluster === "none" ? "of no cluster" : `of cluster ${cluster}`}</dt>,
          <dd key={cluster}>{count(tokens)}</dd>,
        ])}
    </dl>
  );
}

function NoChoice() {
  return (
    <p class="none" data-testid="fleet-empty">
      Each model has one endpoint, so there is nothing to choose between. A second address under{" "}
      <code>models[].endpoints</code>, or servers under <code>enterprise.clusters</code>, make a fleet (see{" "}
      <code>docs/FLEET.md</code> and <code>deploy/examples/fleet.yaml</code>).
    </p>
  );
}

// The strategies of the models that have a choice; empty where the set-up does not say.
function strategiesOf(fleets: readonly ModelFleet[], setup: SetupState | null): string[] {
  const chosen = new Set(fleets.filter(({ endpoints }) => endpoints.length > 1).map(({ model }) => model));
  const named = (setup?.models ?? [])
    .filter(({ id }) => chosen.has(id))
    .flatMap(({ strategy }) => strategy ?? []);
  return [...new Set(named)];
}

function NothingPlaced({ strategies }: { strategies: readonly string[] }) {
  if (strategies.length > 0 && !strategies.includes("kv_aware")) {
    return (
      <p class="none" data-testid="fleet-empty">
        Endpoints are chosen by {strategies.join(" and ")}, which claims no saving.{" "}
        <code>enterprise.routing.strategy: kv_aware</code> sends a prompt where its beginning was read (see{" "}
        <code>docs/FLEET.md</code>).
      </p>
    );
  }
  return (
    <p class="none" data-testid="fleet-empty">
      No prompt was placed by its prefix yet: that takes <code>enterprise.routing.strategy: kv_aware</code>{" "}
      and a prompt of at least 64 bytes.
    </p>
  );
}

export function FleetPanel({ scrape, setup }: { scrape: Scrape; setup: SetupState | null }) {
  const fleets = byModel(fleetEndpoints(scrape));
  const gains = placementGains(scrape);
  const isAnythingEstimated = gains.some(isEstimated);
  return (
    <>
      {!hasChoice(fleets) && !isAnythingEstimated && <NoChoice />}
      {hasChoice(fleets) && !isAnythingEstimated && (
        <NothingPlaced strategies={strategiesOf(fleets, setup)} />
      )}
      {isAnythingEstimated && <PlacementGainsTable gains={gains} />}
      <ReportedHits scrape={scrape} />
      {fleets.length > 0 && <EndpointsTable fleets={fleets} />}
    </>
  );
}
