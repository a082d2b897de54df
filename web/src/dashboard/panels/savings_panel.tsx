// What was saved since the start, kind by kind.
import { TableFrame } from "../../charts/table_frame";
import type { Scrape } from "../../server/metrics";
import { carbon } from "../../words/quantities";
import { type Saving, savingsOf } from "../figures/savings";

const HEAD = ["Kind and baseline", "Saved", "More than the baseline"];

function Row({ saving }: { saving: Saving }) {
  const { saved, lost } = saving;
  const isUncounted = saved === null && lost === null;
  return (
    <tr>
      <th scope="row">
        {saving.words}
        <span class="caveat">{saving.baseline}</span>
      </th>
      <td data-name="Saved" class="amount">
        {isUncounted ? "not counted yet" : carbon(saved ?? 0)}
      </td>
      <td data-name="More than the baseline" class="amount">
        {isUncounted ? "" : carbon(lost ?? 0)}
      </td>
    </tr>
  );
}

export function SavingsPanel({ scrape }: { scrape: Scrape }) {
  return (
    <>
      <TableFrame
        caption="Grams saved and lost since the gateway started, by kind"
        head={HEAD}
        look="breakdown"
        isCaptionHidden
      >
        {savingsOf(scrape).map((saving) => (
          <Row key={saving.kind} saving={saving} />
        ))}
      </TableFrame>
      <p class="caveat">
        The kinds have different baselines and overlap: adding them up would count grams twice. Where an
        answer took more than its baseline, that is counted apart, as “more than the baseline”.
      </p>
    </>
  );
}
