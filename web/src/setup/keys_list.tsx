// Which secrets are there and what each switches on. Names of variables alone: a value never leaves the gateway.
import type { SetupKey } from "../server/setup";
import { sentence } from "../words/sentence";

export function KeysList({ keys }: { keys: readonly SetupKey[] }) {
  if (keys.length === 0) {
    return (
      <p class="none">
        No key is configured, and none is needed for what is. Models of a provider take one by{" "}
        <code>endpoints[].api_key_env</code>, sources of the grid by <code>grid.…​.api_key_env</code>.
      </p>
    );
  }
  return (
    <ul class="provider-keys">
      {keys.map(({ variable, set, enables }) => (
        <li key={variable}>
          <span class={set ? "state state-ready" : "state state-missing"}>{set ? "present" : "missing"}</span>{" "}
          <code>{variable}</code>
          <span class="caveat">
            {sentence(`${set ? "Switches on" : "Would switch on"} ${enables}`)}
            {!set && (
              <>
                {" "}
                Set it in the gateway’s environment, then start it again: <code>export {variable}=…</code>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
