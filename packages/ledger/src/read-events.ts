import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import { eventColumns, type StoredEvent, selectEvents } from "./stored-event.js";

// Positions have no gaps, so a limit is a range of positions, by which the partitions are chosen.
const sql = `
  select ${eventColumns} from ledger.event as e
   where e.ledger = $1 and e.position > $2 and e.position <= $3 order by e.position`;

/**
 * The events after a position, in order, at most `limit`, none beyond `upTo`. A reader that goes on after the last
 * one it got never skips an event: commit order is position order.
 */
export async function readEvents(
  db: Queryable,
  ledger: LedgerId,
  after: Position,
  limit: number,
  upTo?: Position,
): Promise<readonly StoredEvent[]> {
  const last = after + BigInt(limit);
  return selectEvents(db, sql, ledger, [after, upTo !== undefined && upTo < last ? upTo : last]);
}
