/** What a cell of a table may hold. A `Date` is an Excel date cell: its UTC fields are the wall clock shown in the sheet. */
export type Cell = string | number | boolean | Date | null;

/** One row of a table, counted from 1 without the header. */
export interface Row {
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** A cell as text, without surrounding blanks; empty when there is nothing in it. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell.trim();
  if (!(cell instanceof Date)) return String(cell);
  if (Number.isNaN(cell.getTime())) return "";
  const [date = "", clock = ""] = cell.toISOString().replace("Z", "").split("T");
  // Excel keeps a date as midnight of it: the two cannot be told apart, and a bare date is what people enter.
  return clock === "00:00:00.000" ? date : `${date}T${clock}`;
}
