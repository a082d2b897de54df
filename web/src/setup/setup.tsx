// What this gateway is set up to do, what it lacks, and how to ask it from elsewhere.
import { From, Panel } from "../dashboard/panels/panel";
import { type Polled, usePolled } from "../live/use_polled";
import { GatewayError } from "../server/errors";
import { fetchSetup, type SetupState } from "../server/setup";
import { Tabs } from "../shell/tabs";
import { KeysList } from "./keys_list";
import { ModelsTable } from "./models_table";
import { partsOf } from "./setup_words";
import { SnippetBlock } from "./snippet_block";
import { SNIPPET_KEY, snippetsFor } from "./snippets";

const PERIOD_MS = 15_000;

// The examples are useful also while the set-up cannot be read; a refusal says as much as the set-up would.
function wantsKey({ value, failure }: Polled<SetupState>): boolean {
  return value?.key_required ?? (failure instanceof GatewayError && failure.status === 401);
}

function Snippets({ keyRequired }: { keyRequired: boolean }) {
  const tabs = snippetsFor(location.origin, keyRequired).map((snippet) => ({
    name: snippet.name,
    words: snippet.words,
    content: <SnippetBlock snippet={snippet} />,
  }));
  return (
    <>
      {keyRequired && (
        <p>
          This gateway wants a key: put yours in place of <code>{SNIPPET_KEY}</code>. Whoever runs it names
          clients and the hashes of their keys under <code>clients</code>.
        </p>
      )}
      <Tabs label="Languages" tabs={tabs} />
    </>
  );
}

function Parts({ setup }: { setup: SetupState }) {
  return (
    <dl class="parts">
      {partsOf(setup).map(({ name, words, setting }) => [
        <dt key={`${name}?`}>{name}</dt>,
        <dd key={name}>
          {words} <code>{setting}</code>
        </dd>,
      ])}
    </dl>
  );
}

export function Setup() {
  const setup = usePolled(fetchSetup, PERIOD_MS);
  return (
    <div class="dashboard setup">
      <h1>Set-up</h1>
      <div class="panels">
        <Panel title="Models" id="setup-models" wide>
          <From source={setup} what="the set-up">
            {(state) => (
              <>
                {!state.ready && <p class="stale-note">No model can answer yet.</p>}
                <ModelsTable models={state.models} />
              </>
            )}
          </From>
        </Panel>
        <Panel title="Ask it" id="setup-snippets" wide>
          <Snippets keyRequired={wantsKey(setup)} />
        </Panel>
        <Panel title="Keys of providers" id="setup-keys">
          <From source={setup} what="the set-up">
            {(state) => <KeysList keys={state.keys} />}
          </From>
        </Panel>
        <Panel title="What is on" id="setup-parts">
          <From source={setup} what="the set-up">
            {(state) => (
              <>
                <Parts setup={state} />
                <p class="caveat">
                  GreenInfer {state.version}. Settings are in the YAML files of <code>--config</code>;{" "}
                  <code>greeninfer check --config FILE</code> says what is wrong with one.
                </p>
              </>
            )}
          </From>
        </Panel>
      </div>
    </div>
  );
}
