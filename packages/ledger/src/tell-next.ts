import type { Pool, PoolClient } from "pg";
import { asUnavailable } from "./errors.js";
import type { LedgerId } from "./ledger-id.js";
import { inTransaction } from "./session.js";

/** Things that have numbers, in order, and whom they are told to. */
export interface Telling<T extends { readonly number: bigint }> {
  readonly read: (client: PoolClient, after: bigint) => Promise<readonly T[]>;
  readonly tell: (items: readonly T[]) => Promise<void>;
}

/**
 * Hands to `tell` what comes next after what a topic was told, in order, and remembers it as told when that resolves. One at a time
 * over all processes: an instance that finds another at it does nothing. What `tell` was given before the process died is given
 * again. Returns how many it passed. Rejects with LedgerUnavailable when the database cannot be reached.
 */
export async function tellNext<T extends { readonly number: bigint }>(
  pool: Pool,
  ledger: LedgerId,
  topic: string,
  { read, tell }: Telling<T>,
): Promise<number> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(
        "insert into intake.told (ledger, topic, number) values ($1, $2, 0) on conflict (ledger, topic) do nothing",
        [ledger, topic],
      );
      const { rows } = await client.query<{ readonly number: string }>(
        "select number from intake.told where ledger = $1 and topic = $2 for update skip locked",
        [ledger, topic],
      );
      const [held] = rows;
      if (held === undefined) return 0;
      const found = await read(client, BigInt(held.number));
      const last = found.at(-1);
      if (last === undefined) return 0;
      await tell(found);
      await client.query("update intake.told set number = $3 where ledger = $1 and topic = $2", [
        ledger,
        topic,
        last.number,
      ]);
      return found.length;
    });
  } catch (error) {
    throw asUnavailable(error);
  }
}
