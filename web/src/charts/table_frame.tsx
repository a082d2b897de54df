// A table with its caption and the heads of its columns around rows of any kind.
import type { ComponentChildren } from "preact";

interface TableFrameProps {
  caption: string;
  head: readonly string[];
  isCaptionHidden?: boolean; // where a heading above says the same to the eye
  look?: string; // a class of the style sheet
  children: ComponentChildren;
}

export function TableFrame({ caption, isCaptionHidden, head, look, children }: TableFrameProps) {
  return (
    <table class={look}>
      <caption class={isCaptionHidden ? "hidden" : undefined}>{caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
