import type { RowMapper } from "./compile.js";
import type { Row } from "./row.js";

/** An event on its way to the service. */
export interface Outgoing {
  /** Its place among the events of its row. */
  readonly index: number;
  readonly id: string | null;
  /** The event as it is sent. */
  readonly json: string;
}

/** Why nothing could be sent for (one event of) a row. */
export interface Unsendable {
  readonly index: number;
  readonly id: string | null;
  readonly code: "mapping" | "not-json" | "too-large";
  readonly message: string;
  readonly path: string;
}

/** What one row of a file, or one line of it, came to; `row` counts from 1 and only grows. */
export interface Entry {
  readonly row: number;
  readonly events: readonly Outgoing[];
  readonly unsendable: readonly Unsendable[];
}

/** What a row of a table comes to. */
export function entryOf(row: Row, map: RowMapper): Entry {
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
