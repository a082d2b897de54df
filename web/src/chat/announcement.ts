// What a screen reader says when an answer ends: that it did, not each word of it.
import type { Answer } from "../sessions/record";

const words = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;

export function announcementOf(answer: Answer): string {
  switch (answer.state) {
    case "done":
      return `Answer complete, ${words(answer.text)} words.`;
    case "preview":
      return `Preview ready, with ${answer.preview?.outline.length ?? 0} points. Choose how to go on.`;
    case "stopped":
      return "Answer stopped. What came before is kept.";
    default:
      return ""; // an error announces itself
  }
}
