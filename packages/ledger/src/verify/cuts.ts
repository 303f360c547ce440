import { genesisHash } from "../batch.js";
import { columnTypes } from "../column-types.js";
import type { Head } from "../head.js";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Queryable } from "../queryable.js";
import type { Cut } from "./span.js";

/** Before the first batch. */
export const beginning: Cut = {
  number: 0n,
  position: 0n,
  chainHash: genesisHash.toString("hex"),
  recordedAt: Number.NEGATIVE_INFINITY,
};

const sql = `
  select number, last_position as position, encode(chain_hash, 'hex') as "chainHash",
         (extract(epoch from recorded_at) * 1000000)::float8 as "recordedAt"
    from ledger.batch where ledger = $1 and number >= $2 order by number limit 1`;

/** The batch of a number, or the next that is there. */
async function batchFrom(db: Queryable, ledger: LedgerId, number: bigint): Promise<Cut | undefined> {
  const { rows } = await db.query<Cut>({ text: sql, values: [ledger, number], types: columnTypes });
  return rows[0];
}

/** The last batch, as a cut; `beginning` while there is none. */
export async function lastCut(db: Queryable, ledger: LedgerId, head: Head): Promise<Cut> {
  return (await batchFrom(db, ledger, head.batch)) ?? beginning;
}

/**
 * The first batch after a cut that ends at or beyond a position, and not after `last`. Found by halving, for positions grow with
 * numbers: in a table that was altered it may be another batch, and is a cut none the less.
 */
export async function cutAt(
  db: Queryable,
  ledger: LedgerId,
  after: Cut,
  position: Position,
  last: Cut,
): Promise<Cut> {
  let [low, high] = [after.number + 1n, last.number];
  while (low < high) {
    const middle = (low + high) / 2n;
    const seen = await batchFrom(db, ledger, middle);
    if (seen !== undefined && seen.number <= high && seen.position < position) low = seen.number + 1n;
    else high = middle;
  }
  const found = await batchFrom(db, ledger, low);
  return found !== undefined && found.number <= last.number ? found : last;
}
