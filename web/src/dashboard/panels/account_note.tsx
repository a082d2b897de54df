// What the report says about itself.
import type { Report } from "../../server/report";
import { dayAndClock } from "../../words/moments";
import { count } from "../../words/quantities";

export function AccountNote({ report, keyRequired }: { report: Report; keyRequired: boolean }) {
  const { account, method } = report;
  return (
    <details class="account" open={account.records_dropped > 0}>
      <summary>
        {account.complete
          ? "The account of this time is whole."
          : `The account of this time is not whole: ${account.shortcomings.length} ${
              account.shortcomings.length === 1 ? "reason" : "reasons"
            }.`}
      </summary>
      <ul>
        {account.shortcomings.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>It began {dayAndClock(Date.parse(account.began_at))}, when the gateway started.</li>
        <li>Records dropped: {count(account.records_dropped)}.</li>
        <li>Energy: {method.energy}.</li>
        <li>Carbon: {method.carbon}.</li>
        <li>Ranges are 5th to 95th percentile: {method.p5_p95}.</li>
        <li>Not known: {method.unknown}; a dash here.</li>
        <li>Data set: {method.data_set}.</li>
        {keyRequired && (
          <li>A key shows the rows of its own department, unless its client's reports are set to all.</li>
        )}
      </ul>
    </details>
  );
}
