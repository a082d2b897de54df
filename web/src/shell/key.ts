// Where the user's key is kept: for this tab alone, or in this browser on request. Nowhere else, and never in the
// address.
import { useKey } from "../server/request";

const STORED_AS = "greeninfer.key";

// A browser may refuse its stores (private windows, policy); the key then lasts until the page is left.
function quietly<T>(call: () => T): T | null {
  try {
    return call();
  } catch {
    return null;
  }
}

export function storedKey(): string | null {
  return quietly(() => sessionStorage.getItem(STORED_AS) ?? localStorage.getItem(STORED_AS));
}

export const isRemembered = (): boolean => quietly(() => localStorage.getItem(STORED_AS)) !== null;

// Before the first call to the gateway.
export function takeStoredKey(): void {
  useKey(storedKey());
}

export function saveKey(key: string, remember: boolean): void {
  forgetStored();
  quietly(() => (remember ? localStorage : sessionStorage).setItem(STORED_AS, key));
  useKey(key);
}

export function forgetKey(): void {
  forgetStored();
  useKey(null);
}

function forgetStored(): void {
  quietly(() => sessionStorage.removeItem(STORED_AS));
  quietly(() => localStorage.removeItem(STORED_AS));
}
