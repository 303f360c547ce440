import { type LedgerId, ledgers } from "@anshi/ledger";
import type { PoolClient } from "pg";
import { atOneMoment, type Reading } from "../reading.js";

/** Half of a scrape's usual limit: what the database has not answered by then nobody waits for. */
const STATEMENT_LIMIT = "set local statement_timeout = '5s'";

/** Runs a collector's reading in one repeatable-read transaction; a statement may take five seconds. */
export function scrape<T>(reading: Reading, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return atOneMoment(reading.pool, async (client) => {
    await client.query(STATEMENT_LIMIT);
    return work(client);
  });
}

/** The ledgers that metrics tell of: the default one, also while it is empty, then every other. */
export async function ledgersShown(client: PoolClient, reading: Reading): Promise<readonly LedgerId[]> {
  const others = (await ledgers(client)).filter((ledger) => ledger !== reading.defaultLedger);
  return [reading.defaultLedger, ...others];
}
