import { fileURLToPath } from "node:url";
import { runMigrations } from "@anshi/ledger";
import type { Pool } from "pg";

/** The schema the board's tables live in; connections that use them set it as search_path. */
export const BOARD_SCHEMA = "board";

/** Brings the board's tables up to this version. The ledger's own migrations come first: they make the roles. */
export async function migrateBoard(pool: Pool): Promise<void> {
  await runMigrations(pool, BOARD_SCHEMA, fileURLToPath(new URL("../sql/migrations/", import.meta.url)));
}
