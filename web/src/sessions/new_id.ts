// Ids that nobody can guess: whoever knows a session's id can read and spend its budget.

const BYTES = 16;

// crypto.randomUUID exists only where the page came over TLS or from this machine; getRandomValues exists everywhere.
export function newId(source: Pick<Crypto, "getRandomValues"> = crypto): string {
  const bytes = source.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
