// Where the prompt is written: Enter sends, Shift+Enter begins a new line, Escape stops the answer.
import { useLayoutEffect, useRef } from "preact/hooks";

export interface PromptBoxProps {
  text: string;
  isDisabled: boolean;
  onText: (text: string) => void;
  onSend: () => void;
  onStop: () => void;
}

// Browsers without `field-sizing: content` are told the height.
function fit(box: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

export function PromptBox({ text, isDisabled, onText, onSend, onStop }: PromptBoxProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (box.current) fit(box.current);
  }, [text]);

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter may also end the writing of a Chinese or Japanese word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      onSend();
    } else if (event.key === "Escape") {
      onStop();
    }
  };
  return (
    <textarea
      ref={box}
      data-testid="composer"
      id="composer"
      rows={1}
      value={text}
      disabled={isDisabled}
      placeholder={isDisabled ? "The budget of this session is used up" : "Ask something"}
      aria-label="Your prompt"
      aria-describedby="composer-keys"
      onInput={(event) => onText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
