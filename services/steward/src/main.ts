import { migrateBoard } from "@anshi/board";
import { migrate } from "@anshi/ledger";
import { serviceMain } from "@anshi/runtime";
import { migrateSteward } from "./migrate.js";
import { startJobs } from "./start.js";

await serviceMain({
  migrate: async (pool) => {
    await migrate(pool);
    await migrateBoard(pool);
    await migrateSteward(pool);
  },
  start: startJobs,
});
