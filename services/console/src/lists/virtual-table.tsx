import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { useWords } from "../language/language.js";
import { hrefOf } from "../route/route.js";
import type { Cells, Column } from "./columns.js";
import type { Order } from "./sorted.js";
import type { Row } from "./use-list.js";
import { listWords } from "./words.js";

const ROW_HEIGHT = 36;

interface Props {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly cells: Cells;
  readonly order: Order | null;
  readonly onOrder: (column: string) => void;
  /** Parameters a link to a case takes along. */
  readonly link: Readonly<Record<string, string | null>>;
}

/** A table of which only the rows in sight are in the page. */
export function VirtualTable({ label, rows, columns, cells, order, onOrder, link }: Props) {
  const words = useWords(listWords);
  const frame = useRef<HTMLElement>(null);
  const { getVirtualItems, getTotalSize } = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const seen = getVirtualItems();
  const before = seen[0]?.start ?? 0;
  const after = getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls within itself; the keyboard must reach it
    <section className="table-frame list-frame" ref={frame} tabIndex={0} aria-label={label}>
      <table className="list" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ name }) => (
              <th key={name} scope="col" aria-sort={sortOf(order, name)}>
                <button type="button" onClick={() => onOrder(name)}>
                  {words.columns[name]}
                  <span aria-hidden="true">{order?.column === name ? (order.down ? " ▼" : " ▲") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={before} columns={columns.length} />
          {seen.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr key={index} aria-rowindex={index + 2} className={toneOf(row)}>
                {columns.map((column, nth) => (
                  <td key={column.name} className={`list-${column.name}`}>
                    {nth === 0 ? (
                      <a href={hrefOf("case", link, [row.kind, row.subject])}>{column.text(row, cells)}</a>
                    ) : (
                      column.text(row, cells)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
          <Gap height={after} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

/** Where rows are that are out of sight. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function sortOf(order: Order | null, name: string): "ascending" | "descending" | undefined {
  if (order?.column !== name) return undefined;
  return order.down ? "descending" : "ascending";
}

const toneOf = (row: Row): string =>
  "state" in row && (row.state === "overdue" || row.state === "late") ? `row-${row.state}` : "";
