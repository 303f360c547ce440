import type { Pool, PoolClient } from "pg";

/**
 * Runs `work` on a connection of the pool. A connection that breaks while it is lent has no listener of the pool's, and would
 * end the process; here it is only not given back, nor is one that `discard` was called for.
 */
export async function withClient<T>(
  pool: Pool,
  work: (client: PoolClient, discard: () => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  const discard = (): void => {
    isBroken = true;
  };
  client.on("error", discard);
  try {
    return await work(client, discard);
  } finally {
    // The listener of a broken one stays: its socket may err again while it closes.
    if (!isBroken) client.off("error", discard);
    client.release(isBroken);
  }
}

/** Runs `work` in a read committed transaction: committed when it resolves, rolled back when it rejects. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return transaction(pool, "begin isolation level read committed", work);
}

/**
 * Runs `work` in one repeatable-read transaction that only reads: all it sees is of one moment. Resolves with what it answers,
 * not waiting for the end of the transaction, on which nothing hangs; rejects with its error, or that of the connection.
 */
export function atOneMoment<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction(pool, "begin transaction isolation level repeatable read read only", async (client) => {
      resolve(await work(client));
    }).catch(reject);
  });
}

async function transaction<T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return withClient(pool, async (client, discard) => {
    try {
      await client.query(begin);
      const answer = await work(client);
      await client.query("commit");
      return answer;
    } catch (error) {
      await client.query("rollback").catch(discard);
      throw error;
    }
  });
}
