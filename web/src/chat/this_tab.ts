// What belongs to this tab alone and outlives its reload: its name, and which session is open.
import { newId } from "../sessions/new_id";

const TAB = "greeninfer.tab";
const OPEN = "greeninfer.open";

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Then it is forgotten at the next reload.
  }
}

export function thisTab(): string {
  const tab = read(TAB) ?? newId();
  keep(TAB, tab);
  return tab;
}

export const lastOpen = (): string | null => read(OPEN);
export const keepOpen = (session_id: string): void => keep(OPEN, session_id);
