import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import { eventColumns, type StoredEvent, selectEvents } from "./stored-event.js";

const sql = `
  select ${eventColumns} from ledger.event as e
   where e.ledger = $1 and e.kind = $2 and (e.subject, e.position) > ($3, $4::bigint) and e.position <= $5
   order by e.subject, e.position
   limit $6`;

/** Events of a kind, case by case: those after (subject, position), as known at `upTo`, at most `limit`. */
export async function readCaseEvents(
  db: Queryable,
  ledger: LedgerId,
  kind: string,
  after: { readonly subject: string; readonly position: Position },
  upTo: Position,
  limit: number,
): Promise<readonly StoredEvent[]> {
  return selectEvents(db, sql, ledger, [kind, after.subject, after.position, upTo, limit]);
}
