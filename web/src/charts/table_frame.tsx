// A table with its caption and the heads of its columns around rows of any kind.
import type { ComponentChildren } from "preact";

interface TableFrameProps {
  caption: string;
  head: readonly string[];
  look?: string; // a class of the style sheet
  children: ComponentChildren;
}

export function TableFrame({ caption, head, look, children }: TableFrameProps) {
  return (
    <table class={look}>
      <caption>{caption}</caption>
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
