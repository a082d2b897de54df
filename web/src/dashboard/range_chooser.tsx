// Which time the report is of: a preset that moves with the clock, or two times of one's own.
import { useState } from "preact/hooks";
import { localInput, PRESETS, presetRange, type Range, rangeProblem } from "./figures/range";

export type Chosen = { preset: string } | { own: Range };

export function rangeOf(chosen: Chosen, now: number): Range {
  if ("own" in chosen) return chosen.own;
  return presetRange(PRESETS.find(({ name }) => name === chosen.preset)?.hours ?? 1, now);
}

function OwnRange({ start, choose }: { start: Range; choose: (range: Range) => void }) {
  const [from, setFrom] = useState(() => localInput(start.from));
  const [to, setTo] = useState(() => localInput(start.to));
  const problem = rangeProblem(from, to);
  return (
    <form
      class="own-range"
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem) choose({ from: Date.parse(from), to: Date.parse(to) });
      }}
    >
      <label>
        From{" "}
        <input type="datetime-local" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        To <input type="datetime-local" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={problem !== null}>
        Show
      </button>
      {problem && <p class="panel-error">{problem}</p>}
    </form>
  );
}

export function RangeChooser({ chosen, choose }: { chosen: Chosen; choose: (chosen: Chosen) => void }) {
  const isOwn = "own" in chosen;
  return (
    <div class="range-chooser">
      <label>
        Time{" "}
        <select
          data-testid="range"
          value={isOwn ? "own" : chosen.preset}
          onChange={(event) => {
            const name = event.currentTarget.value;
            choose(name === "own" ? { own: rangeOf(chosen, Date.now()) } : { preset: name });
          }}
        >
          {PRESETS.map(({ name, words }) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
          <option value="own">from … to …</option>
        </select>
      </label>
      {isOwn && <OwnRange start={chosen.own} choose={(own) => choose({ own })} />}
    </div>
  );
}
