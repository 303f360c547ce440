import { basename } from "node:path";
import type { Mapping } from "@anshi/mapping";
import { WrongUse } from "../failure.js";
import { openBytes } from "./bytes.js";
import { csvTable } from "./csv.js";
import { excelTable } from "./excel.js";
import { ndjsonSource } from "./ndjson.js";
import type { Source } from "./source.js";
import { tableSource } from "./table.js";

export type Format = "ndjson" | "csv" | "excel";

/** The format a file's name tells, `.gz` apart. Throws `WrongUse` for any other name. */
export function formatOf(path: string): Format {
  const name = path.toLowerCase().replace(/\.gz$/u, "");
  if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) return "ndjson";
  if (name.endsWith(".csv")) return "csv";
  if (name.endsWith(".xlsx")) return "excel";
  throw new WrongUse(
    `${path}: expected a name ending in .ndjson, .jsonl, .csv or .xlsx, or one of these and .gz`,
  );
}

/**
 * Opens a file to import. Rejects with `Failure` when it cannot be read, with `MappingFaults` when the mapping does not fit it,
 * with `WrongUse` when a table comes without a mapping.
 */
export async function openSource(path: string, mapping: Mapping | null): Promise<Source> {
  const format = formatOf(path);
  const name = basename(path);
  if (format === "ndjson") return ndjsonSource(await openBytes(path));
  if (mapping === null) throw new WrongUse(`${path}: a table needs --mapping FILE (see docs/import.md)`);
  const bytes = await openBytes(path);
  const table =
    format === "csv" ? await csvTable(bytes, name, mapping) : await excelTable(bytes, name, mapping.sheet);
  return tableSource(table, mapping);
}
