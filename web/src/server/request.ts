// One way to ask the gateway, with the key that the user gave, if any, and with errors that can be shown.
import { noteLost, noteNewKey, noteReached, noteRefusedKey } from "./connection";
import { errorFromBody, UnreachableError } from "./errors";

const UNAUTHORIZED = 401;

let key: string | null = null;

// The key goes with every call; null: none.
export function useKey(given: string | null): void {
  if (given === key) return;
  key = given;
  noteNewKey();
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("accept")) headers.set("accept", "application/json");
  if (init.body) headers.set("content-type", "application/json");
  if (key) headers.set("authorization", `Bearer ${key}`);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, cache: "no-store" });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    noteLost();
    throw new UnreachableError();
  }
  noteReached();
  if (!response.ok) {
    const error = errorFromBody(await bodyOf(response), response.status, response.headers.get("retry-after"));
    if (error.status === UNAUTHORIZED) noteRefusedKey(error.message);
    throw error;
  }
  return response;
}

// The caller names the type; the gateway's contract is what makes it true.
export async function askJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  return (await (await ask(path, init)).json()) as T;
}
