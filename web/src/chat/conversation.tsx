// The prompts and answers of the open session, in a box that scrolls by itself.
import { useEffect, useRef } from "preact/hooks";
import type { ChatController } from "./chat_controller";
import type { ChatState } from "./chat_state";
import { ExchangeView } from "./exchange_view";
import { useFollowEnd } from "./follow_end";
import { thisTab } from "./this_tab";

export interface ConversationProps {
  state: ChatState;
  controller: ChatController;
  isBlocked: boolean;
}

export function Conversation({ state, controller, isBlocked }: ConversationProps) {
  const box = useRef<HTMLDivElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const { isAtEnd, toEnd } = useFollowEnd(box, inside);
  const tab = thisTab();
  const { openId, exchanges } = state;
  // A session is opened at its end, and a new prompt is always in view.
  useEffect(toEnd, [openId, exchanges.length]);
  return (
    <div class="conversation">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard */}
      <section class="scroll" ref={box} tabIndex={0} aria-label="Conversation">
        <div class="column" ref={inside}>
          {state.isReady && exchanges.length === 0 ? <Welcome /> : null}
          {exchanges.map((exchange) => (
            <ExchangeView
              key={exchange.id}
              {...{ exchange, controller, tab, isBlocked }}
              isRunningHere={controller.isRunning(exchange.id)}
            />
          ))}
        </div>
      </section>
      {isAtEnd ? null : (
        <button type="button" class="to-end" onClick={toEnd}>
          ↓ Latest
        </button>
      )}
    </div>
  );
}

function Welcome() {
  return (
    <div class="welcome">
      <h2>What would you like to know?</h2>
      <p>
        The gateway starts with the smallest model that may do and says for every answer which model gave it,
        why that one, and what it took in energy, carbon and money.
      </p>
    </div>
  );
}
