import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LedgerId, migrate } from "@anshi/ledger";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { load } from "./load.js";

/** The database given, which stays; or a server with a ledger of so many events and nothing else, to be dropped in the end. */
export async function filled(
  ledger: LedgerId,
  events: number,
  given: string | undefined,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  if (given !== undefined) return { url: given, drop: async () => undefined };
  const directory = await mkdtemp(join(tmpdir(), "anshi-bench-"));
  const url = await startCluster(directory, {
    durable: false,
    settings: ["shared_buffers=2GB", "max_wal_size=8GB", "effective_cache_size=12GB", "random_page_cost=1.1"],
  });
  const pool = new pg.Pool({ connectionString: url });
  await migrate(pool);
  await load(pool, ledger, events, 0);
  await pool.query("vacuum analyze ledger.event, ledger.event_key, ledger.batch");
  await pool.end();
  return {
    url,
    drop: async () => {
      await stopCluster(directory);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
