import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import { eventColumns, type StoredEvent, selectEvents } from "./stored-event.js";

const sql = `
  select ${eventColumns} from ledger.event as e
   where e.ledger = $1 and e.kind = any ($2::text[]) and e.position <= $3
     and ($4::text[] is null or e.subject = any ($4::text[]))
   order by e.position`;

/**
 * All events of some kinds as known at `upTo`, in order; of some subjects only, when given. For kinds that are few:
 * calendars, units, retractions.
 */
export async function readKinds(
  db: Queryable,
  ledger: LedgerId,
  kinds: readonly string[],
  upTo: Position,
  subjects?: readonly string[],
): Promise<readonly StoredEvent[]> {
  return selectEvents(db, sql, ledger, [kinds, upTo, subjects ?? null]);
}
