// What is put around an answer's blocks after sanitising, so that no answer can bring buttons of its own: a copy button over
// code, and frames in which wide code and tables scroll without the page.
import { copyText } from "./copy_text";

const SHOWN_MS = 2000;

function copyButton(code: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy quiet";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy this code");
  button.onclick = async () => {
    button.textContent = (await copyText(code.textContent ?? "")) ? "Copied" : "Not copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, SHOWN_MS);
  };
  return button;
}

export function dressBlocks(within: ParentNode): void {
  for (const code of within.querySelectorAll("pre")) {
    code.tabIndex = 0; // wide code is scrolled by keyboard too
    const frame = document.createElement("div");
    frame.className = "code";
    code.replaceWith(frame);
    frame.append(code, copyButton(code));
  }
  for (const table of within.querySelectorAll("table")) {
    const frame = document.createElement("div");
    frame.className = "table-frame";
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", "Table");
    table.replaceWith(frame);
    frame.append(table);
  }
}
