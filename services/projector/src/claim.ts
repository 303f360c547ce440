import type { LedgerId } from "@anshi/ledger";
import type { Pool } from "pg";

/** The right to project a ledger, held as long as its connection lives. */
export interface Claim {
  /** False once its connection broke: another projector may hold it then. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

const CLASS = 0x414e5052; // "ANPR", the projector's advisory locks

/** Claims a ledger by a session's advisory lock; `undefined` when another projector holds it. */
export async function claim(pool: Pool, ledger: LedgerId): Promise<Claim | undefined> {
  const client = await pool.connect();
  let held = true;
  client.on("error", () => {
    held = false;
  });
  try {
    const { rows } = await client.query<{ held: boolean }>(
      "select pg_try_advisory_lock($1, hashtext($2)) as held",
      [CLASS, ledger],
    );
    if (rows[0]?.held !== true) {
      client.release();
      return undefined;
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    isHeld: () => held,
    release: async () => {
      if (held)
        await client
          .query("select pg_advisory_unlock($1, hashtext($2))", [CLASS, ledger])
          .catch(() => undefined);
      client.release(!held);
    },
  };
}
