// A prompt and what came of it.
import { useMemo } from "preact/hooks";
import type { Exchange } from "../sessions/record";
import { AnswerView } from "./answer_view";
import type { ChatController } from "./chat_controller";
import { shownAnswer } from "./liveness";

export interface ExchangeViewProps {
  exchange: Exchange;
  controller: ChatController;
  tab: string;
  isRunningHere: boolean;
  isBlocked: boolean;
}

function Whole({ exchange, controller, tab, isRunningHere, isBlocked }: ExchangeViewProps) {
  const answer = isRunningHere ? exchange.answer : shownAnswer(exchange, tab, Date.now());
  return (
    <article class="exchange">
      <div class="prompt">
        <span class="hidden">You asked: </span>
        {exchange.prompt}
      </div>
      <AnswerView
        answer={answer}
        isHere={isRunningHere}
        takesFocus={controller.wasJustAsked(exchange.id)}
        isBlocked={isBlocked}
        onChoice={(choice) => void controller.choose(exchange, choice)}
        onDecline={() => void controller.decline(exchange)}
        onRetry={() => void controller.retry({ ...exchange, answer })}
      />
    </article>
  );
}

// An exchange that did not change is not looked at again while another one grows.
export function ExchangeView(props: ExchangeViewProps) {
  const { exchange, controller, tab, isRunningHere, isBlocked } = props;
  return useMemo(
    () => <Whole {...{ exchange, controller, tab, isRunningHere, isBlocked }} />,
    [exchange, controller, tab, isRunningHere, isBlocked],
  );
}
