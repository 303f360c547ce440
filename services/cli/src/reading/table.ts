import { compile, type RowMapper } from "../mapping/compile.js";
import type { Mapping } from "../mapping/mapping.js";
import type { Row } from "../mapping/row.js";
import type { Entry, ReadSoFar, Source } from "./source.js";

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

function entryOf(row: Row, map: RowMapper): Entry {
  const made = map(row);
  return {
    row: row.number,
    events: made.flatMap((each) =>
      "event" in each
        ? [{ index: each.index, id: String(each.event.id), json: JSON.stringify(each.event) }]
        : [],
    ),
    unsendable: made.flatMap((each) =>
      "fault" in each ? [{ index: each.index, id: each.id, code: "mapping" as const, ...each.fault }] : [],
    ),
  };
}
