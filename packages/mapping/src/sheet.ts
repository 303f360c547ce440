import { type Cell, cellText, type Row } from "./row.js";

/** A sheet's names of columns and its rows; rows with nothing in them are passed over, and count. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The cells of a sheet as a table; the first row names the columns. `undefined`: there is no first row. */
export function sheetOf(cells: readonly (readonly Cell[])[]): Sheet | undefined {
  const [header, ...body] = cells;
  if (header === undefined) return undefined;
  const columns = header.map(cellText);
  const rows = body.flatMap((own, index): readonly Row[] =>
    own.every((cell) => cellText(cell) === "")
      ? []
      : [{ number: index + 1, cells: columns.map((_, nth) => wholeSecond(own[nth] ?? null)) }],
  );
  return { columns, rows };
}

/** Excel keeps a time as a fraction of a day: 14:30 comes back some milliseconds off. */
function wholeSecond(cell: Cell): Cell {
  return cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : cell;
}
