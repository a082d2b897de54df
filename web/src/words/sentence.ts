// The gateway's messages are clauses for a line of an error; beside other text they stand as sentences.

export function sentence(clause: string): string {
  const text = clause.trim();
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
