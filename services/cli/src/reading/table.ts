import { compile, type Entry, entryOf, type Mapping, type Row } from "@anshi/mapping";
import type { ReadSoFar, Source } from "./source.js";

/** A table with a header: the names of its columns and its rows. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
  readonly soFar: () => ReadSoFar;
}

/** The events of a table's rows. Throws `MappingFaults` when the mapping does not fit the columns. */
export function tableSource(table: Table, mapping: Mapping): Source {
  const map = compile(mapping, table.columns);
  async function* entries(): AsyncGenerator<Entry> {
    for await (const row of table.rows) yield entryOf(row, map);
  }
  return { entries: entries(), soFar: table.soFar };
}
