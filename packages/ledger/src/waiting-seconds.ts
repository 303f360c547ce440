import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/** Seconds since the event after a position was recorded, by the database's clock, which also recorded it; 0 at the head. */
export async function waitingSeconds(db: Queryable, ledger: LedgerId, after: Position): Promise<number> {
  const { rows } = await db.query<{ seconds: string }>(
    `select greatest(extract(epoch from clock_timestamp() - recorded_at), 0) as seconds
       from ledger.event where ledger = $1 and position = $2::bigint + 1`,
    [ledger, after],
  );
  return Number(rows[0]?.seconds ?? 0);
}
