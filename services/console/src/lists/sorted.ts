import type { Cells, Column } from "./columns.js";
import type { Row } from "./use-list.js";

/** By which column a list is ordered, and which way. */
export interface Order {
  readonly column: string;
  readonly down: boolean;
}

/** The order an address names: `due`, or `-due` for the other way. `null`: as the service gives it, what lapses first first. */
export function orderOf(text: string | null): Order | null {
  if (text === null || text === "") return null;
  return text.startsWith("-") ? { column: text.slice(1), down: true } : { column: text, down: false };
}

/** What a click on a column leads to: up, down, and then back to the service's order. */
export function nextOrder(now: Order | null, column: string): string | null {
  if (now?.column !== column) return column;
  return now.down ? null : `-${column}`;
}

/** The rows in an order; equal ones stay as they are. */
export function sorted(
  rows: readonly Row[],
  columns: readonly Column[],
  order: Order | null,
  cells: Cells,
): readonly Row[] {
  const column = columns.find(({ name }) => name === order?.column);
  if (column === undefined || order === null) return rows;
  const sign = order.down ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: column.order(row, cells) }));
  keyed.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -sign : sign));
  return keyed.map(({ row }) => row);
}
