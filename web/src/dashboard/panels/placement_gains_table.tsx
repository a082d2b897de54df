// What placing prompts saved and lost: an estimate, and said to be one.
import { TableFrame } from "../../charts/table_frame";
import { type Gain, isEstimated, printNet, printSide } from "../figures/placement_gains";

const WORDS: Readonly<Record<string, string>> = {
  tokens: "Prompt tokens not read again",
  seconds: "Time of answers",
  joules: "Energy of the facility",
  grams: "Carbon (CO₂e)",
};

const HEAD = ["What", "Saved", "Lost", "Saved less lost"];

function Row({ gain }: { gain: Gain }) {
  return (
    <tr data-testid={`gain-${gain.what}`}>
      <th scope="row">
        {WORDS[gain.what] ?? gain.what}
        {!isEstimated(gain) && <span class="caveat">Unknown: {gain.whyUnknown}.</span>}
      </th>
      <td data-name="Saved" class="amount">
        {printSide(gain, gain.saved)}
      </td>
      <td data-name="Lost" class="amount">
        {printSide(gain, gain.lost)}
      </td>
      <td data-name="Saved less lost" class="amount">
        {printNet(gain)}
      </td>
    </tr>
  );
}

export function PlacementGainsTable({ gains }: { gains: readonly Gain[] }) {
  return (
    <>
      <TableFrame
        caption="Estimated, against sending prompts to a model's endpoints in turn"
        head={HEAD}
        look="breakdown"
      >
        {gains.map((gain) => (
          <Row key={gain.what} gain={gain} />
        ))}
      </TableFrame>
      <p class="caveat">
        An estimate without an interval: when a prompt is placed, its endpoint is held against the mean of
        those that could have answered, by the same index at the same moment. Nobody can measure what did not
        happen. Lost is what load or carbon, or a cache that had less than was thought, cost. Not to be added
        to other savings.
      </p>
    </>
  );
}
