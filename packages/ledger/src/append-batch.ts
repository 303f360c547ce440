import { parseInstant } from "@anshi/domain";
import { columnTypes } from "./column-types.js";
import type { LedgerId, Position } from "./ledger-id.js";
import type { NewEvent } from "./new-event.js";
import type { Queryable } from "./queryable.js";

/** An event that was not stored, because one of the same source and id stands. */
export interface Refused {
  /** Index among the events given. */
  readonly index: number;
  readonly outcome: "duplicate" | "conflict";
  /** Position of the event that stands. */
  readonly position: Position;
}

/** What the database answered to a batch. */
export interface BatchOutcome {
  readonly head: Position;
  /** Of the head, milliseconds since 1970; null in a ledger that is empty still. */
  readonly recordedAt: number | null;
  readonly refused: readonly Refused[];
}

/** SQLSTATE of `ledger.append`: a conflict was found and conflicts were not to be taken. */
export const CONFLICT_FOUND = "AN002";

/** SQLSTATE of `ledger.append`: the transaction is not read committed. */
export const WRONG_ISOLATION = "AN001";

const sql = `
  select head_position as head, head_recorded_at as "recordedAt", refused_index as indices,
         refused_outcome as outcomes, refused_position as positions
    from ledger.append($1, $2, $3, $4, $5, $6, $7, $8)`;

interface Row {
  readonly head: Position;
  readonly recordedAt: number | null;
  readonly indices: readonly number[];
  readonly outcomes: readonly Refused["outcome"][];
  readonly positions: readonly string[];
}

/** Calls the database's `ledger.append`; with `conflicts` false a conflict fails the whole call with CONFLICT_FOUND. */
export async function appendBatch(
  db: Queryable,
  ledger: LedgerId,
  events: readonly NewEvent[],
  conflicts: boolean,
): Promise<BatchOutcome> {
  const values = [
    ledger,
    events.map((event) => event.source),
    events.map((event) => event.id),
    events.map((event) => event.type),
    events.map((event) => event.subject),
    // What is no instant becomes null, which the database refuses: a fault of that event alone.
    events.map((event) => parseInstant(event.time) ?? null),
    events.map((event) => event.body),
    conflicts,
  ];
  const { rows } = await db.query<Row>({ text: sql, values, types: columnTypes });
  const [row] = rows;
  if (row === undefined) throw new Error("ledger.append answered nothing");
  const { indices, outcomes, positions } = row;
  return {
    head: row.head,
    recordedAt: row.recordedAt,
    refused: indices.map((index, nth) => ({
      index: index - 1,
      outcome: outcomes[nth] ?? "conflict",
      position: BigInt(positions[nth] ?? 0),
    })),
  };
}
