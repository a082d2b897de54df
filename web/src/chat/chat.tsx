// The chat page: sessions at the side, the conversation, its budget, and the composer.
import { useState } from "preact/hooks";
import { keepDraft } from "../sessions/composer_draft";
import type { Session } from "../sessions/record";
import { SessionList } from "../sessions/session_list";
import { blockOf } from "./block_reason";
import { BudgetBar } from "./budget_bar";
import { BudgetBlock, EcoNotice } from "./budget_notices";
import type { ChatController } from "./chat_controller";
import { openSession } from "./chat_state";
import { Composer } from "./composer";
import { Conversation } from "./conversation";
import { exportSession } from "./export_session";
import { addressOf } from "./session_address";
import { useChatState, useController, useSessionAddress, useSetup } from "./use_chat";

export function Chat() {
  const controller = useController();
  return controller ? <ChatPage controller={controller} /> : <p class="loading">Opening your sessions…</p>;
}

function ChatPage({ controller }: { controller: ChatController }) {
  const state = useChatState(controller);
  const setup = useSetup(controller, state.exchanges.length);
  useSessionAddress(controller);
  const settings = setup?.budget ?? null;
  const session = openSession(state);
  const block = blockOf(session, state.exchanges, settings);
  const running = state.exchanges.find(({ id }) => controller.isRunning(id));
  const begin = () => {
    location.hash = addressOf(controller.newSessionId());
  };
  return (
    <div class="chat">
      <Side controller={controller} onNew={begin} />
      <div class="chat-main">
        <h1 class="hidden">{session?.title ?? "New session"}</h1>
        <Conversation state={state} controller={controller} isBlocked={block !== null} />
        <div class="foot">
          {state.storeProblem ? (
            <p class="notice notice-warn" role="status" data-testid="store-problem">
              {state.storeProblem}
            </p>
          ) : null}
          {state.ecoNotice ? (
            <EcoNotice settings={settings} onDismiss={() => controller.dismissEcoNotice()} />
          ) : null}
          {block ? (
            <BudgetBlock
              error={block.error}
              onNew={begin}
              onCheck={() => void controller.lookAgain(state.exchanges.at(-1) ?? null)}
            />
          ) : null}
          <BudgetBar key={state.openId} session={session?.budget ?? null} settings={settings} />
          <Composer
            key={state.openId}
            {...{
              sessionId: state.openId,
              setup,
              isAnswering: running !== undefined,
              isBlocked: block !== null,
            }}
            onSend={(prompt, mode, preview) => void controller.send(prompt, mode, preview)}
            onStop={() => running && controller.stop(running.id)}
          />
        </div>
        <p role="status" class="hidden" data-testid="announcement">
          {state.announcement}
        </p>
      </div>
    </div>
  );
}

// On a phone the list of sessions covers the page and is opened by a button.
function Side({ controller, onNew }: { controller: ChatController; onNew: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const { state } = controller;
  const remove = async (session: Session) => {
    const wasOpen = session.id === state.openId;
    await controller.delete(session.id);
    keepDraft(session.id, "");
    if (wasOpen) onNew();
  };
  return (
    <div class={isOpen ? "side side-open" : "side"}>
      <button type="button" class="side-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? "Close sessions" : "Sessions"}
      </button>
      <div class="side-panel">
        <SessionList
          sessions={state.sessions}
          openId={state.openId}
          onNew={() => {
            setOpen(false);
            onNew();
          }}
          onOpen={() => setOpen(false)}
          onRename={(id, title) => void controller.rename(id, title)}
          onDelete={(session) => void remove(session)}
          onExport={async (session, format) =>
            exportSession(session, await controller.exchangesOf(session.id), format)
          }
        />
      </div>
    </div>
  );
}
