import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/** How many events the ledger holds at the positions after `after` up to `upTo`: all of them, unless some are missing. */
export async function countEvents(
  db: Queryable,
  ledger: LedgerId,
  after: Position,
  upTo: Position,
): Promise<bigint> {
  const { rows } = await db.query<{ n: string }>(
    "select count(*) as n from ledger.event where ledger = $1 and position > $2 and position <= $3",
    [ledger, after, upTo],
  );
  return BigInt(rows[0]?.n ?? 0);
}
