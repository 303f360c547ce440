import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import { eventColumns, type StoredEvent, selectEvents } from "./stored-event.js";

/** Names a case, or any other (kind, subject). */
export interface CaseName {
  readonly kind: string;
  readonly subject: string;
}

// The ordered lateral keeps the planner at one index range per case, whatever it believes of the table's size.
const sql = `
  select ${eventColumns}
    from (select distinct kind, subject from unnest($2::text[], $3::text[]) as given (kind, subject)) as wanted
   cross join lateral (
     select * from ledger.event as own
      where own.ledger = $1 and own.kind = wanted.kind and own.subject = wanted.subject and own.position <= $4
      order by own.position
   ) as e
   order by e.kind, e.subject, e.position`;

/**
 * The whole histories of cases as known at `upTo`, in one statement, ordered (bytewise) by kind and subject, then by
 * position.
 */
export async function readCases(
  db: Queryable,
  ledger: LedgerId,
  cases: readonly CaseName[],
  upTo: Position,
): Promise<readonly StoredEvent[]> {
  if (cases.length === 0) return [];
  const kinds = cases.map(({ kind }) => kind);
  const subjects = cases.map(({ subject }) => subject);
  return selectEvents(db, sql, ledger, [kinds, subjects, upTo]);
}
