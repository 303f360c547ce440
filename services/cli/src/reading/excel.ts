import { sheetOf } from "@anshi/mapping";
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
  const found = sheetOf(data as unknown as Parameters<typeof sheetOf>[0]);
  if (found === undefined)
    throw new Failure(`${name}: the sheet is empty; expected a first row with the names of the columns`);
  let done = 0;
  function* rows() {
    for (const row of found?.rows ?? []) {
      done = row.number;
      yield row;
    }
  }
  return { columns: found.columns, rows: rows(), soFar: () => ({ done, total: data.length - 1 }) };
}
