import { fileURLToPath } from "node:url";
import { runMigrations } from "@anshi/ledger";
import type { Pool } from "pg";

/** Brings the steward's tables up to this version. The ledger's own migrations come first: they make the roles. */
export async function migrateSteward(pool: Pool): Promise<void> {
  await runMigrations(pool, "steward", fileURLToPath(new URL("../sql/migrations/", import.meta.url)));
}
