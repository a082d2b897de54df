// The figures of a chart as a table, behind a disclosure: for screen readers, keyboards and copying.
import type { ComponentChildren } from "preact";
import { TableFrame } from "./table_frame";

interface FigureTableProps {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly ComponentChildren[])[];
}

export function FigureTable({ caption, head, rows }: FigureTableProps) {
  return (
    <details class="figures">
      <summary>As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard */}
      <section class="table-scroll" tabIndex={0} aria-label={caption}>
        <PlainTable caption={caption} head={head} rows={rows} />
      </section>
    </details>
  );
}

export function PlainTable({ caption, head, rows }: FigureTableProps) {
  return (
    <TableFrame caption={caption} head={head}>
      {rows.map((cells) => (
        <tr key={cells.map(String).join(" ")}>
          {cells.map((cell, column) =>
            column === 0 ? (
              <th key={head[column]} scope="row">
                {cell}
              </th>
            ) : (
              <td key={head[column]}>{cell}</td>
            ),
          )}
        </tr>
      ))}
    </TableFrame>
  );
}
