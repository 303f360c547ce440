import type { LedgerId } from "../ledger-id.js";
import { type Hash, leafHash } from "../merkle/index.js";
import type { Queryable } from "../queryable.js";

/** Events that a seal covers are gone. */
export class EventsMissing extends Error {
  override readonly name = "EventsMissing";
}

/** The leaf hashes of the events after a position up to another, in order. Rejects with EventsMissing when one is not there. */
export async function readLeaves(
  db: Queryable,
  ledger: LedgerId,
  after: bigint,
  upTo: bigint,
): Promise<readonly Hash[]> {
  const { rows } = await db.query<{ hash: Hash }>(
    `select encode(content_hash, 'hex') as hash from ledger.event
      where ledger = $1 and position > $2 and position <= $3 order by position`,
    [ledger, after, upTo],
  );
  if (BigInt(rows.length) !== upTo - after)
    throw new EventsMissing(
      `${upTo - after - BigInt(rows.length)} event(s) are missing between positions ${after} and ${upTo}`,
    );
  return rows.map(({ hash }) => leafHash(hash));
}
