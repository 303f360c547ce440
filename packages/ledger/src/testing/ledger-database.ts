import { freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { migrate } from "../migrate.js";

/** A migrated database for a test file, and pools on it. */
export interface LedgerDatabase {
  readonly url: string;
  /** Connections of the server's superuser. */
  readonly pool: pg.Pool;
  /** A pool with settings of its own, for instance another role or isolation level. */
  readonly open: (config: pg.PoolConfig) => pg.Pool;
  readonly close: () => Promise<void>;
}

/** Copies the run's migrated template. */
export async function ledgerDatabase(): Promise<LedgerDatabase> {
  const database = await freshDatabase({
    name: "ledger",
    prepare: async (url) => {
      const pool = new pg.Pool({ connectionString: url });
      await migrate(pool);
      await pool.end();
    },
  });
  const pools: pg.Pool[] = [];
  const open = (config: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({ connectionString: database.url, ...config });
    // A connection that the end of the test breaks is nobody's failure.
    pool.on("error", () => undefined);
    pools.push(pool);
    return pool;
  };
  return {
    url: database.url,
    pool: open({ max: 40 }),
    open,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
    },
  };
}
