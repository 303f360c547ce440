import { genesisHash } from "./batch.js";
import { columnTypes } from "./column-types.js";
import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/** How far a ledger has come. */
export interface Head {
  /** 0 before the first event. */
  readonly position: Position;
  /** Number of the last batch; 0 before the first. */
  readonly batch: bigint;
  /** Milliseconds since 1970; null before the first event. */
  readonly recordedAt: number | null;
  /** 32 zero bytes before the first event. */
  readonly chainHash: Buffer;
}

/** The head of a ledger: its last batch. A ledger that has none yet is empty; ledgers are not created. */
export async function head(db: Queryable, ledger: LedgerId): Promise<Head> {
  const { rows } = await db.query<Head>({
    text: `
      select last_position as position, number as batch, recorded_at as "recordedAt", chain_hash as "chainHash"
        from ledger.batch where ledger = $1 order by number desc limit 1`,
    values: [ledger],
    types: columnTypes,
  });
  return rows[0] ?? { position: 0n, batch: 0n, recordedAt: null, chainHash: genesisHash };
}
