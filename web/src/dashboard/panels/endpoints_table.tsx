// A row for each endpoint of the models, and why a cell of it says nothing.
import { TableFrame } from "../../charts/table_frame";
import { count } from "../../words/quantities";
import {
  eventWords,
  type FleetEndpoint,
  filledWords,
  foundWords,
  gapsOf,
  type ModelFleet,
} from "../figures/fleet_endpoints";

const HEAD = [
  "Endpoint",
  "State",
  "In flight",
  "Running",
  "Waiting",
  "Cache filled",
  "Found in its cache",
  "Cache events",
];

const belongsTo = ({ cluster, region }: FleetEndpoint): string =>
  [cluster && `cluster ${cluster}`, region].filter(Boolean).join(", ");

function Row({ endpoint }: { endpoint: FleetEndpoint }) {
  const { name, place, model, isUp, inFlight, running, waiting, eventsAreSilent } = endpoint;
  const notes = [`${model}${belongsTo(endpoint) && `; ${belongsTo(endpoint)}`}`, ...gapsOf(endpoint)];
  return (
    <tr data-testid={`endpoint-${name}`}>
      <th scope="row">
        {place}
        {notes.map((note) => (
          <span class="caveat" key={note}>
            {note}
          </span>
        ))}
      </th>
      <td data-name="State">
        <span class={isUp ? "level level-clean" : "level level-dirty"}>{isUp ? "up" : "down"}</span>
      </td>
      <td data-name="In flight">{count(inFlight)}</td>
      <td data-name="Running">{count(running)}</td>
      <td data-name="Waiting">{count(waiting)}</td>
      <td data-name="Cache filled">{filledWords(endpoint)}</td>
      <td data-name="Found in its cache">{foundWords(endpoint)}</td>
      <td data-name="Cache events">
        {eventsAreSilent && <span class="level level-dirty">{eventWords(endpoint)}</span>}
        {eventsAreSilent ? <span class="range">Its cache is only estimated.</span> : eventWords(endpoint)}
      </td>
    </tr>
  );
}

export function EndpointsTable({ fleets }: { fleets: readonly ModelFleet[] }) {
  return (
    <>
      <TableFrame caption="Endpoints now" head={HEAD} look="breakdown">
        {fleets
          .flatMap(({ endpoints }) => endpoints)
          .map((endpoint) => (
            <Row key={endpoint.name} endpoint={endpoint} />
          ))}
      </TableFrame>
      <p class="caveat">
        In flight is what this gateway has sent; what runs and waits, the filled share and the prompt tokens
        found are what the model server says of itself, of all its clients and since it began.
      </p>
    </>
  );
}
