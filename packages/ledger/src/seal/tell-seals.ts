import type { Pool } from "pg";
import type { LedgerId } from "../ledger-id.js";
import { tellNext } from "../tell-next.js";
import { type StoredSeal, sealsAfter } from "./read-seals.js";

/** Hands the seals that a topic was not told yet to `tell`, at most `limit`; see tellNext. Returns how many. */
export async function tellSeals(
  pool: Pool,
  ledger: LedgerId,
  topic: string,
  limit: number,
  tell: (seals: readonly StoredSeal[]) => Promise<void>,
): Promise<number> {
  return tellNext(pool, ledger, topic, {
    read: (client, after) => sealsAfter(client, ledger, after, limit),
    tell,
  });
}
