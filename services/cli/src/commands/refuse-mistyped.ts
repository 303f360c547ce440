import { head, type LedgerId } from "@anshi/ledger";
import type { Pool } from "pg";
import { WrongUse } from "../failure.js";

/** Nothing held against nothing is equal: a name mistyped must not pass for a check that found nothing. Rejects with WrongUse. */
export async function refuseMistyped(pool: Pool, given: string | undefined, ledger: LedgerId): Promise<void> {
  if (given !== undefined && (await head(pool, ledger)).position === 0n)
    throw new WrongUse(`--ledger: ${ledger} holds no event`);
}
