// What the gateway's work costs, live. Every figure is the gateway's own: nothing is kept from an earlier visit, and
// what it does not know is said to be unknown.
import { useMemo, useState } from "preact/hooks";
import { usePolled } from "../live/use_polled";
import { fetchGrid } from "../server/grid";
import { fetchReport } from "../server/report";
import { fetchSetup } from "../server/setup";
import { tiersFrom } from "./figures/grouping";
import { Budgets } from "./panels/departments_panel";
import { EscalationsPanel } from "./panels/escalations_panel";
import { FleetPanel } from "./panels/fleet_panel";
import { GridPanel } from "./panels/grid_panel";
import { LivePanel } from "./panels/live_panel";
import { From, Panel } from "./panels/panel";
import { RequestsPanel } from "./panels/requests_panel";
import { SavingsPanel } from "./panels/savings_panel";
import { type Chosen, RangeChooser, rangeOf } from "./range_chooser";
import { ReportPanels } from "./report_panels";
import { GAP_SECONDS_MAX, useScrapes } from "./use_scrapes";

const REPORT_PERIOD_MS = 10_000;
const SLOW_PERIOD_MS = 30_000;
const SINCE_START = "Since the gateway started.";

export function Dashboard() {
  const [chosen, setChosen] = useState<Chosen>({ preset: "24h" });
  const askReport = async (signal: AbortSignal) => {
    const range = rangeOf(chosen, Date.now()); // moves on with the clock
    return { range, report: await fetchReport(range.from, range.to, signal) };
  };
  const report = usePolled(askReport, REPORT_PERIOD_MS, JSON.stringify(chosen));
  const grid = usePolled(fetchGrid, SLOW_PERIOD_MS);
  const setup = usePolled(fetchSetup, SLOW_PERIOD_MS);
  const { latest: metrics, history } = useScrapes();
  const tierOf = useMemo(() => tiersFrom(setup.value, metrics.value), [setup.value, metrics.value]);
  return (
    <div class="dashboard">
      <div class="top">
        <h1>Dashboard</h1>
        <RangeChooser chosen={chosen} choose={setChosen} />
      </div>
      <From source={report} what="the report">
        {(value) => (
          <ReportPanels report={value.report} range={value.range} tierOf={tierOf} setup={setup.value} />
        )}
      </From>
      <div class="panels">
        <Panel title="Now" id="panel-live" wide about="Gathered while this page is open.">
          <From source={metrics} what="the counters">
            {() => <LivePanel scrapes={history} gapSecondsMax={GAP_SECONDS_MAX} />}
          </From>
        </Panel>
        <Panel title="Electricity" id="panel-grid" wide about="Grams of CO₂e per kWh in every zone in use.">
          <From source={grid} what="the grid">
            {(zones) => <GridPanel zones={zones} at={grid.at} />}
          </From>
        </Panel>
        <Panel title="Prefix routing" id="panel-fleet" wide about={SINCE_START}>
          <From source={metrics} what="the counters">
            {(scrape) => <FleetPanel scrape={scrape} setup={setup.value} />}
          </From>
        </Panel>
        <Panel title="Savings" id="panel-savings" about={SINCE_START}>
          <From source={metrics} what="the counters">
            {(scrape) => <SavingsPanel scrape={scrape} />}
          </From>
        </Panel>
        <Panel title="Escalations and shortcuts" id="panel-escalations" about={SINCE_START}>
          <From source={metrics} what="the counters">
            {(scrape) => <EscalationsPanel scrape={scrape} />}
          </From>
        </Panel>
        <Panel title="Requests" id="panel-requests" about={SINCE_START}>
          <From source={metrics} what="the counters">
            {(scrape) => <RequestsPanel scrape={scrape} />}
          </From>
        </Panel>
        <Panel
          title="Budgets"
          id="panel-budgets"
          about="Of departments, in their running period: carbon or money, whichever is larger."
        >
          <From source={metrics} what="the counters">
            {(scrape) => <Budgets scrape={scrape} />}
          </From>
        </Panel>
      </div>
    </div>
  );
}
