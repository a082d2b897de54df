// What is written but not sent, kept at each key stroke: in localStorage, because that is written at once and a page
// that is closed does not wait for IndexedDB.

const KEY = (session_id: string) => `greeninfer.draft.${session_id}`;

export function readDraft(session_id: string): string {
  try {
    return localStorage.getItem(KEY(session_id)) ?? "";
  } catch {
    return ""; // storage is switched off
  }
}

export function keepDraft(session_id: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(KEY(session_id));
    else localStorage.setItem(KEY(session_id), text);
  } catch {
    // No room or no storage: the text is still on the screen, and that is all a draft can lose.
  }
}
