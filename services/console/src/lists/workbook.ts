import type { Cells, Column } from "./columns.js";
import type { Row } from "./use-list.js";

/** Saves the rows as an Excel file: a first row with the names of the columns, all cells text but whole numbers. */
export async function saveWorkbook(
  name: string,
  rows: readonly Row[],
  columns: readonly Column[],
  cells: Cells,
  provenance: string,
): Promise<void> {
  const { default: write } = await import("write-excel-file/universal");
  const header = columns.map((column) => ({
    value: cells.words.columns[column.name],
    fontWeight: "bold" as const,
  }));
  const body = rows.map((row) => columns.map((column) => ({ value: column.text(row, cells), type: String })));
  const data = [header, ...body, [], [{ value: provenance, type: String }]];
  const blob = await write(data, {
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }).toBlob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.xlsx`;
  link.click();
  URL.revokeObjectURL(link.href);
}
