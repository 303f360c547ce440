import { columnTypes } from "./column-types.js";
import type { LedgerId, Position } from "./ledger-id.js";
import type { Hash } from "./merkle/index.js";
import type { Queryable } from "./queryable.js";

/** An event as recorded. */
export interface StoredEvent {
  readonly position: Position;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** What the event is about, from its type: complaint, lead, calendar … */
  readonly kind: string;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly occurredAt: number;
  /** Milliseconds since 1970; never decreases with position. */
  readonly recordedAt: number;
  /** The canonical JSON, as accepted. */
  readonly body: string;
  /** SHA-256 of the body's UTF-8 bytes. */
  readonly contentHash: Hash;
}

/** The columns of `ledger.event as e`, named as the fields of StoredEvent. */
export const eventColumns = `e.position, e.source, e.event_id as id, e.type, e.kind, e.subject,
  e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.body, encode(e.content_hash, 'hex') as "contentHash"`;

/** Runs a statement that selects `eventColumns` and whose first parameter is the ledger. */
export async function selectEvents(
  db: Queryable,
  text: string,
  ledger: LedgerId,
  values: readonly unknown[],
): Promise<readonly StoredEvent[]> {
  const { rows } = await db.query<StoredEvent>({ text, values: [ledger, ...values], types: columnTypes });
  return rows;
}
