import { fileURLToPath } from "node:url";
import type { ClientBase, Pool } from "pg";
import { UnfitDatabase } from "./errors.js";
import { ensureRoles } from "./roles.js";
import { runMigrations } from "./run-migrations.js";

const OLDEST = 150_000;

const directory = fileURLToPath(new URL("../sql/migrations/", import.meta.url));

/**
 * Brings the ledger's schema up to this version; nothing happens when it is. Rejects with UnfitDatabase when the database
 * cannot be a ledger's (older than PostgreSQL 15, not UTF8, migrated by a newer version, no right to make roles).
 */
export async function migrate(pool: Pool): Promise<void> {
  await runMigrations(pool, "ledger", directory, async (client) => {
    await checkServer(client);
    await ensureRoles(client);
  });
}

async function checkServer(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string; encoding: string }>(`
    select current_setting('server_version_num') as number, current_setting('server_version') as version,
           current_setting('server_encoding') as encoding`);
  const [server] = rows;
  if (server === undefined || Number(server.number) < OLDEST) {
    throw new UnfitDatabase(
      "version",
      `PostgreSQL 15 or newer is needed; this is ${server?.version ?? "unknown"}`,
    );
  }
  if (server.encoding !== "UTF8") {
    throw new UnfitDatabase("encoding", `the database's encoding must be UTF8; it is ${server.encoding}`);
  }
}
