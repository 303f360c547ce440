import { migrateBoard } from "@anshi/board";
import { migrate } from "@anshi/ledger";
import { loadConfig, migrateWith, openLog, openMetrics } from "@anshi/runtime";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import { type Api, startApi } from "./start.js";

/** The service on a database of its own, as tests use it. */
export interface TestApi {
  readonly url: string;
  readonly database: FreshDatabase;
  readonly close: () => Promise<void>;
}

/** Starts the service on a fresh database and a free port. */
export async function testApi(env: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const log = openLog("silent");
  const database = await freshDatabase();
  await migrateWith(
    async (pool) => {
      await migrate(pool);
      await migrateBoard(pool);
    },
    database.url,
    log,
  );
  const config = loadConfig({ ANSHI_PORT: "0", ...env });
  const api: Api = await startApi(config, {
    databaseUrl: database.url,
    log,
    metrics: openMetrics(log),
  });
  return {
    url: api.url,
    database,
    close: async () => {
      await api.stop();
      await database.drop();
    },
  };
}
