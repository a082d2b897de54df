// One answer in whatever state it is: waiting, a draft, growing, a preview, complete, stopped, failed.
import type { PreviewChoice } from "../server/reply";
import { type Answer, isRunning } from "../sessions/record";
import { AnswerFacts } from "./answer_facts_view";
import { AnswerText } from "./answer_text";
import { ErrorNote } from "./error_note";
import { escalationWords } from "./escalation_words";
import { PreviewCard } from "./preview_card";

export interface AnswerActions {
  onChoice: (choice: PreviewChoice) => void;
  onDecline: () => void;
  onRetry: () => void;
}

export interface AnswerViewProps extends AnswerActions {
  answer: Answer;
  isHere: boolean; // asked by this tab
  takesFocus: boolean;
  isBlocked: boolean;
}

function Waiting({ answer, isHere }: { answer: Answer; isHere: boolean }) {
  const model = answer.decision?.model_name ?? answer.decision?.model_id;
  const words = model ? `${model} is at work` : "Waiting for a model";
  return <p class="waiting">{isHere ? words : `${words}, asked in another tab`}</p>;
}

function Draft({ text, tier, isOpen }: { text: string; tier: string; isOpen: boolean }) {
  const state = isOpen ? "not yet checked; it may be replaced" : "it was not checked";
  return (
    <div class="draft" data-testid="draft">
      <p class="draft-label">
        Draft{tier ? ` by the ${tier} tier` : ""}: {state}
      </p>
      <AnswerText text={text} isFinal={!isOpen} />
    </div>
  );
}

const stoppedWords = ({ text, draft }: Answer): string =>
  text || draft ? "Stopped by you. What came before is kept." : "Stopped by you before the first word.";

function Notes({ answer }: { answer: Answer }) {
  const { preview_failed, preview_ignored } = answer.reply ?? {};
  const notes = [
    preview_failed ? `No preview could be made: ${preview_failed}. This is the full answer.` : null,
    preview_ignored ? `The choice had no effect: ${preview_ignored}.` : null,
    answer.state === "stopped" ? stoppedWords(answer) : null,
    answer.state === "declined" ? "Left at the preview; the full answer was not written." : null,
  ];
  return notes.map((note) =>
    note ? (
      <p key={note} class="note" data-testid="answer-note">
        {note}
      </p>
    ) : null,
  );
}

export function AnswerView(props: AnswerViewProps) {
  const { answer, isHere, onRetry } = props;
  const isOpen = isRunning(answer);
  const mayAskAgain = answer.state === "stopped" || answer.state === "declined";
  return (
    <div
      class={`answer answer-${answer.state}`}
      data-testid="answer"
      data-state={answer.state}
      aria-busy={isOpen}
    >
      {answer.escalations.map((escalation, at) => (
        <p key={at} class="escalation" data-testid="escalation">
          {escalationWords(escalation)}
        </p>
      ))}
      {answer.preview && answer.text === "" && answer.state !== "done" ? (
        <PreviewOf {...props} preview={answer.preview} />
      ) : null}
      {answer.draft && answer.text === "" ? <Draft {...answer.draft} isOpen={isOpen} /> : null}
      {answer.text === "" ? null : (
        <div data-testid="answer-text">
          <AnswerText text={answer.text} isFinal={!isOpen} />
        </div>
      )}
      {isOpen && answer.text === "" && !answer.draft ? <Waiting answer={answer} isHere={isHere} /> : null}
      <Notes answer={answer} />
      {answer.error ? (
        <ErrorNote error={answer.error} hasText={answer.text !== ""} onRetry={onRetry} />
      ) : null}
      {mayAskAgain ? (
        <button type="button" class="quiet" data-testid="retry" onClick={onRetry}>
          Ask again
        </button>
      ) : null}
      {answer.reply ? <AnswerFacts reply={answer.reply} escalations={answer.escalations} /> : null}
    </div>
  );
}

// While a choice is open it can be made; afterwards the outline stays as what the answer follows.
function PreviewOf(props: AnswerViewProps & { preview: NonNullable<Answer["preview"]> }) {
  const { answer, preview } = props;
  if (answer.state === "preview") return <PreviewCard {...props} previews={answer.previews} />;
  return (
    <div class="preview-kept">
      <p>{preview.summary}</p>
      <ol>
        {preview.outline.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ol>
    </div>
  );
}
