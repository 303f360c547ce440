import { createHash } from "node:crypto";
import { columnTypes } from "./column-types.js";
import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/** What one append accepted, linked to the batch before. */
export interface Batch {
  readonly ledger: LedgerId;
  /** From 1, without gaps. */
  readonly number: bigint;
  readonly firstPosition: Position;
  readonly lastPosition: Position;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly previousHash: Buffer;
  readonly chainHash: Buffer;
}

/** What the first batch of a ledger is linked to. */
export const genesisHash: Buffer = Buffer.alloc(32);

/** The batches after a number, in order, at most `limit`. */
export async function readBatches(
  db: Queryable,
  ledger: LedgerId,
  after: bigint,
  limit: number,
): Promise<readonly Batch[]> {
  const { rows } = await db.query<Batch>({
    text: `
      select ledger, number, first_position as "firstPosition", last_position as "lastPosition",
             recorded_at as "recordedAt", previous_hash as "previousHash", chain_hash as "chainHash"
        from ledger.batch where ledger = $1 and number > $2 order by number limit $3`,
    values: [ledger, after, limit],
    types: columnTypes,
  });
  return rows;
}

/**
 * The chain hash a batch must have, from its columns and the content hashes of its events in order: SHA-256 over the
 * previous hash, the header and those hashes. The header's lines are told in `sql/migrations/0001_batch.sql`.
 */
export function chainHash(batch: Omit<Batch, "chainHash">, contentHashes: Iterable<Uint8Array>): Buffer {
  const { ledger, number, firstPosition, lastPosition, recordedAt, previousHash } = batch;
  const lines = [
    "anshi-batch-1",
    ledger,
    number,
    firstPosition,
    lastPosition,
    new Date(recordedAt).toISOString(),
  ];
  const hash = createHash("sha256")
    .update(previousHash)
    .update(`${lines.join("\n")}\n\n`);
  for (const contentHash of contentHashes) hash.update(contentHash);
  return hash.digest();
}
