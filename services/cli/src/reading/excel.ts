import { type Cell, cellText, type Row } from "@anshi/mapping";
import { readSheet } from "read-excel-file/node";
import { Failure, reasonOf } from "../failure.js";
import type { FileBytes } from "./bytes.js";
import type { Table } from "./table.js";

/**
 * A sheet of an Excel file (.xlsx) as a table; its first row names the columns. The sheet is read whole. Rejects with `Failure`
 * when the file is no workbook or has no such sheet.
 */
export async function excelTable(
  bytes: FileBytes,
  name: string,
  sheet: string | number | null,
): Promise<Table> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes.chunks) chunks.push(chunk);
  const data = await readSheet(Buffer.concat(chunks), sheet ?? 1).catch((error: unknown) => {
    throw new Failure(`${name} cannot be read as an Excel workbook: ${reasonOf(error)}`);
  });
  // The package declares date cells as the type of the Date constructor; they are Dates.
  const [header, ...body] = data as unknown as readonly (readonly Cell[])[];
  if (header === undefined)
    throw new Failure(`${name}: the sheet is empty; expected a first row with the names of the columns`);
  const columns = header.map(cellText);
  let done = 0;
  function* rows(): Generator<Row> {
    for (const cells of body) {
      done += 1;
      if (cells.every((cell) => cellText(cell) === "")) continue;
      yield { number: done, cells: columns.map((_, index) => wholeSecond(cells[index] ?? null)) };
    }
  }
  return { columns, rows: rows(), soFar: () => ({ done, total: body.length }) };
}

/** Excel keeps a time as a fraction of a day: 14:30 comes back some milliseconds off. */
function wholeSecond(cell: Cell): Cell {
  return cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : cell;
}
