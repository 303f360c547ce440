import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import { eventColumns, type StoredEvent, selectEvents } from "./stored-event.js";

// The ordered lateral goes to each event by its key, whatever the planner believes of the table's size.
const sql = `
  select ${eventColumns}
    from unnest($2::bigint[]) as wanted (position),
         lateral (select * from ledger.event as own
                   where own.ledger = $1 and own.position = wanted.position order by own.position limit 1) as e
   order by e.position`;

/** The events at some positions, in order. */
export async function readPositions(
  db: Queryable,
  ledger: LedgerId,
  positions: readonly Position[],
): Promise<readonly StoredEvent[]> {
  if (positions.length === 0) return [];
  return selectEvents(db, sql, ledger, [positions.map(String)]);
}
