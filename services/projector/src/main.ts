import { migrateBoard } from "@anshi/board";
import { migrate } from "@anshi/ledger";
import { serviceMain } from "@anshi/runtime";
import { startProjection } from "./start.js";

await serviceMain({
  migrate: async (pool) => {
    await migrate(pool);
    await migrateBoard(pool);
  },
  start: startProjection,
});
