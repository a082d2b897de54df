// Puts text on the clipboard, also where the page came over plain http from another machine and the clipboard's own
// interface is missing.

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden";
  area.style.whiteSpace = "pre"; // as .hidden has it, the indent of each line would be lost
  document.body.append(area);
  const before = document.activeElement;
  area.select();
  const worked = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return worked;
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
