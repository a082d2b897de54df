import { TableFrame } from "../charts/table_frame";
import type { SetupEndpoint, SetupModel } from "../server/setup";
import { count } from "../words/quantities";
import { evidenceWords, placeWords, priceWords, STATE_WORDS, strategyWords } from "./setup_words";

function Endpoint({ endpoint, local }: { endpoint: SetupEndpoint; local: boolean }) {
  return (
    <li>
      <span class={`state state-${endpoint.state}`}>{STATE_WORDS[endpoint.state] ?? endpoint.state}</span>{" "}
      {local ? `this machine${endpoint.zone ? ` (grid ${endpoint.zone})` : ""}` : placeWords(endpoint)}
    </li>
  );
}

function Row({ model }: { model: SetupModel }) {
  const strategy = strategyWords(model);
  return (
    <tr>
      <th scope="row">
        {model.display_name}
        {model.display_name !== model.id && (
          <span class="caveat">
            <code>{model.id}</code>
          </span>
        )}
      </th>
      <td data-name="Tier">{model.tier}</td>
      <td data-name="Places">
        <ul class="places">
          {model.endpoints.map((endpoint, at) => (
            <Endpoint key={`${endpoint.region} ${at}`} endpoint={endpoint} local={model.local} />
          ))}
        </ul>
        {strategy && <span class="caveat">{strategy}</span>}
      </td>
      <td data-name="Context">
        {model.context_window === null ? "unknown" : `${count(model.context_window)} tokens`}
      </td>
      <td data-name="Price per million tokens">{priceWords(model)}</td>
      <td data-name="Energy">{evidenceWords(model)}</td>
      <td data-name="Abilities">{model.capabilities.length > 0 ? model.capabilities.join(", ") : "–"}</td>
    </tr>
  );
}

const HEAD = ["Model", "Tier", "Places", "Context", "Price per million tokens", "Energy is", "Abilities"];

export function ModelsTable({ models }: { models: readonly SetupModel[] }) {
  if (models.length === 0) {
    return (
      <p class="none">
        No model: <code>models</code> in the configuration names some, <code>local_engine</code> runs a small
        one.
      </p>
    );
  }
  return (
    <TableFrame caption="Models that may be asked" head={HEAD} look="breakdown" isCaptionHidden>
      {models.map((model) => (
        <Row key={model.id} model={model} />
      ))}
    </TableFrame>
  );
}
