// Everything that rests on the report of the chosen time.
import type { Report } from "../server/report";
import type { SetupState } from "../server/setup";
import type { Dimension, TierOf } from "./figures/grouping";
import type { Range } from "./figures/range";
import { FirstRequest } from "./first_request";
import { AccountNote } from "./panels/account_note";
import { Breakdown } from "./panels/breakdown";
import { NoDepartments } from "./panels/departments_panel";
import { EquivalencesPanel } from "./panels/equivalences_panel";
import { Panel } from "./panels/panel";
import { TimePanel } from "./panels/time_panel";
import { Totals } from "./panels/totals";

interface ReportPanelsProps {
  report: Report;
  range: Range;
  tierOf: TierOf;
  setup: SetupState | null;
}

const BREAKDOWNS: readonly { by: Dimension; title: string; id: string }[] = [
  { by: "tier", title: "By tier", id: "panel-tiers" },
  { by: "model", title: "By model", id: "panel-models" },
  { by: "region", title: "By region", id: "panel-regions" },
  { by: "department", title: "By department", id: "panel-departments" },
];

export function ReportPanels({ report, range, tierOf, setup }: ReportPanelsProps) {
  const keyRequired = setup?.key_required ?? false;
  const isEmpty = report.rows.length === 0;
  const hasDepartments =
    (setup?.departments.length ?? 0) > 0 || report.rows.some(({ department }) => department !== "none");
  return (
    <>
      <Totals report={report} />
      <AccountNote report={report} keyRequired={keyRequired} />
      {isEmpty && <FirstRequest keyRequired={keyRequired} />}
      <div class="panels">
        {!isEmpty && <EquivalencesPanel report={report} />}
        <Panel title="Over time" id="panel-time" wide>
          {isEmpty ? (
            <p class="none">No attempt in this time.</p>
          ) : (
            <TimePanel report={report} range={range} tierOf={tierOf} />
          )}
        </Panel>
        {BREAKDOWNS.map(({ by, title, id }) => (
          <Panel key={by} title={title} id={id}>
            <Breakdown report={report} by={by} tierOf={tierOf} />
            {by === "department" && !hasDepartments && <NoDepartments />}
          </Panel>
        ))}
      </div>
    </>
  );
}
