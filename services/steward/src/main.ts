import { migrateBoard } from "@anshi/board";
import { migrate } from "@anshi/ledger";
import { serviceMain } from "@anshi/runtime";
import { migrateSteward } from "./migrate.js";
import { startAlertRelay } from "./relay/start.js";
import { startJobs } from "./start.js";

await serviceMain({
  migrate: async (pool) => {
    await migrate(pool);
    await migrateBoard(pool);
    await migrateSteward(pool);
  },
  start: async (config, deps) => {
    const relay = await startAlertRelay(config, deps);
    const { health, stop } = startJobs(config, deps);
    return { health, stop: async () => void (await Promise.all([relay?.stop(), stop()])) };
  },
});
