// The lower edge of the chat: what to ask, how, and the buttons that send and stop.
import { useLayoutEffect, useState } from "preact/hooks";
import type { Mode } from "../server/chat";
import type { SetupState } from "../server/setup";
import { keepDraft, readDraft } from "../sessions/composer_draft";
import type { PreviewSwitch } from "../sessions/record";
import { useKeptChoice } from "./kept_choice";
import { PromptBox } from "./prompt_box";
import { MODE_WORDS, MODES, PREVIEW_WORDS, PREVIEWS, Switch } from "./switches";

export interface ComposerProps {
  sessionId: string;
  setup: SetupState | null;
  isAnswering: boolean;
  isBlocked: boolean;
  onSend: (prompt: string, mode: Mode, preview: PreviewSwitch) => void;
  onStop: () => void;
}

// Text that survives a reload. The composer is made anew for each session.
function useDraft(sessionId: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(sessionId));
  const change = (changed: string) => {
    keepDraft(sessionId, changed);
    setText(changed);
  };
  return [text, change];
}

const defaultMode = (setup: SetupState | null): Mode =>
  MODES.find((mode) => mode === setup?.routing?.default_mode) ?? "balanced";

// Whoever already walks through the menu by keyboard while the sessions are being opened is not torn away from it.
function isWalking(): boolean {
  const walker = document.querySelector(":focus-visible");
  return walker !== null && !document.getElementById("main")?.contains(walker);
}

// Not on a phone, where it would open the keyboard over what is to be read.
function takeFocus(): void {
  if (matchMedia("(pointer: fine)").matches && !isWalking())
    document.getElementById("composer")?.focus({ preventScroll: true });
}

export function Composer({ sessionId, setup, isAnswering, isBlocked, onSend, onStop }: ComposerProps) {
  const [text, setText] = useDraft(sessionId);
  const [mode, setMode] = useKeptChoice("greeninfer.mode", MODES);
  const [preview, setPreview] = useKeptChoice("greeninfer.preview", PREVIEWS);
  const hasPreviews = setup?.preview?.enabled !== false;
  const shownMode = mode ?? defaultMode(setup);
  const shownPreview = hasPreviews ? (preview ?? "auto") : "never";
  const maySend = text.trim() !== "" && !isAnswering && !isBlocked;
  useLayoutEffect(takeFocus, []);
  const send = () => {
    if (!maySend) return;
    onSend(text, shownMode, shownPreview);
    setText("");
    document.getElementById("composer")?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <PromptBox text={text} isDisabled={isBlocked} onText={setText} onSend={send} onStop={onStop} />
      <div class="composer-row">
        <Switch
          {...{ name: "Mode", testId: "mode", values: MODES, words: MODE_WORDS, value: shownMode }}
          means="Eco: the smallest model that may do. Balanced: accuracy against energy. Performance: accuracy first."
          onChange={setMode}
        />
        <Switch
          {...{ name: "Preview", testId: "preview-switch", values: PREVIEWS, words: PREVIEW_WORDS }}
          value={shownPreview}
          isDisabled={!hasPreviews}
          means={
            hasPreviews
              ? "An outline by the small model first. Auto: only where the full answer is expected to be costly."
              : "Previews are switched off on this gateway."
          }
          onChange={setPreview}
        />
        <span id="composer-keys" class="keys">
          Enter sends, Shift+Enter begins a line, Esc stops
        </span>
        {isAnswering ? (
          <button type="button" class="stop" data-testid="stop" onClick={onStop}>
            Stop
          </button>
        ) : (
          <button type="submit" class="primary" data-testid="send" disabled={!maySend}>
            Send
          </button>
        )}
      </div>
    </form>
  );
}
