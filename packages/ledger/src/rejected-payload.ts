import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/**
 * The bytes of a rejected message; `undefined` when there is no such message or they are erased. For the role
 * `anshi_admin` only: they may hold personal data.
 */
export async function rejectedPayload(
  db: Queryable,
  ledger: LedgerId,
  number: bigint,
): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ bytes: Buffer }>(
    "select bytes from quarantine.payload where ledger = $1 and number = $2",
    [ledger, number],
  );
  return rows[0]?.bytes;
}

/** How bytes went before they expired: sent in again with success, or erased by hand. */
export type Disposal = "redriven" | "purged";

/** Erases the bytes of one rejected message and notes how they went. Whether there were any. Role `anshi_admin`. */
export async function erasePayload(
  db: Queryable,
  ledger: LedgerId,
  number: bigint,
  how: Disposal,
): Promise<boolean> {
  const { rows } = await db.query<{ disposed: boolean }>("select ledger.dispose($1, $2, $3) as disposed", [
    ledger,
    number,
    how,
  ]);
  return rows[0]?.disposed === true;
}

/** Erases the bytes that expired by an instant (milliseconds since 1970), of every ledger; how many. Role `anshi_admin`. */
export async function eraseExpired(db: Queryable, instant: number): Promise<number> {
  const { rowCount } = await db.query(
    "delete from quarantine.payload where expires_at <= timestamptz 'epoch' + $1 * interval '1 millisecond'",
    [instant],
  );
  return rowCount ?? 0;
}
