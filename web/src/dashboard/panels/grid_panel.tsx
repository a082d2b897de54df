// How clean the electricity is, now and as far as somebody foretells it.
import type { GridZone } from "../../server/grid";
import { significant } from "../../words/quantities";
import { ageWords, forecastRemedy, levelWords, signalWords, sourceWords } from "../figures/grid_words";
import { ForecastChart } from "./forecast_chart";

function Zone({ zone, sinceSeconds }: { zone: GridZone; sinceSeconds: number }) {
  return (
    <li class="zone" data-testid={`zone-${zone.zone}`}>
      <h3>
        {zone.zone}
        {zone.regions.length > 0 && <span class="range"> {zone.regions.join(", ")}</span>}
      </h3>
      <p>
        <span class="figure">{significant(zone.grams_per_kwh)} g/kWh</span>{" "}
        <span class={`level level-${zone.level}`}>{levelWords(zone)}</span>
      </p>
      <dl>
        <dt>Source</dt>
        <dd>{sourceWords(zone.source)}</dd>
        <dt>Age</dt>
        <dd>{ageWords(zone, sinceSeconds)}</dd>
        <dt>Signal</dt>
        <dd>{signalWords(zone.signal)}</dd>
        {zone.live && (
          <>
            <dt>Table for comparison</dt>
            <dd>
              {significant(zone.table.grams_per_kwh)} g/kWh, {ageWords(zone.table, sinceSeconds)}
            </dd>
          </>
        )}
        {!zone.live && zone.table.origin && (
          <>
            <dt>Taken from</dt>
            <dd>{zone.table.origin}</dd>
          </>
        )}
      </dl>
      {zone.fallback && <p class="caveat">The better source is not used: {zone.fallback}.</p>}
      {zone.forecast.length > 0 ? <ForecastChart zone={zone} /> : <p class="none">{forecastRemedy(zone)}</p>}
    </li>
  );
}

export function GridPanel({ zones, at }: { zones: readonly GridZone[]; at: number | null }) {
  const sinceSeconds = at === null ? 0 : Math.max(0, (Date.now() - at) / 1000);
  return (
    <ul class="zones">
      {zones.map((zone) => (
        <Zone key={zone.zone} zone={zone} sinceSeconds={sinceSeconds} />
      ))}
    </ul>
  );
}
