import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import { eventColumns, type StoredEvent, selectEvents } from "./stored-event.js";

// Ordered by the index on (kind, subject, position), so that no planner walks the whole ledger by position for a few events.
const sql = `
  select ${eventColumns}
    from unnest($2::text[]) as wanted (kind),
         lateral (select * from ledger.event as own
                   where own.ledger = $1 and own.kind = wanted.kind and own.position <= $3
                     and ($4::text[] is null or own.subject = any ($4::text[]))
                   order by own.subject, own.position) as e
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
