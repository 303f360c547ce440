import { readdir } from "node:fs/promises";
import { runner } from "node-pg-migrate";
import type { ClientBase, Pool } from "pg";
import { asUnavailable, UnfitDatabase } from "./errors.js";
import { withClient } from "./session.js";

const MIGRATION_LOCK = 7_020_301_154_531n;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Brings a schema up to the migrations (`NNNN_name.sql`) of a directory, all of them in one transaction; what was run is noted
 * in the schema's own table `migration`. Several processes may start at once: one runs them, the others wait. Rejects
 * with UnfitDatabase when a newer version was here before, with LedgerUnavailable when the database cannot be reached.
 */
export async function runMigrations(
  pool: Pool,
  schema: string,
  directory: string,
  before: (client: ClientBase) => Promise<void> = async () => undefined,
): Promise<void> {
  const run = async (client: ClientBase): Promise<void> => {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await refuseNewer(client, schema, directory);
    await before(client);
    await runner({
      dbClient: client,
      dir: directory,
      direction: "up",
      schema,
      createSchema: true,
      migrationsTable: "migration",
      noLock: true,
      singleTransaction: true,
      logger: quiet,
    });
  };
  try {
    await withClient(pool, async (client, discard) => {
      // Gives the lock up, and the settings the runner made.
      await run(client).finally(() => client.query("discard all").catch(discard));
    });
  } catch (error) {
    throw asUnavailable(error);
  }
}

async function refuseNewer(client: ClientBase, schema: string, directory: string): Promise<void> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    "select exists (select from pg_tables where schemaname = $1 and tablename = 'migration') as there",
    [schema],
  );
  if (tables[0]?.there !== true) return;
  const { rows } = await client.query<{ name: string }>(`select name from "${schema}".migration order by id`);
  const own = new Set((await readdir(directory)).map((file) => file.replace(/\.sql$/u, "")));
  const unknown = rows.find(({ name }) => !own.has(name));
  if (unknown !== undefined) {
    throw new UnfitDatabase(
      "newer-schema",
      `the database was migrated by a newer version (its schema ${schema} has ${unknown.name}); run that version, or a newer one`,
    );
  }
}
