import { readFile } from "node:fs/promises";
import { inTransaction, type Queryable, UnfitDatabase } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import { writeFunctions } from "./functions.js";
import { writeInstrument } from "./instrument-tables.js";

/** The schema the serving board's tables live in; connections that use them set it as search_path. */
export const BOARD_SCHEMA = "board";

/**
 * Settings of sessions that ask a board: its statements are prepared once, go to few rows by index, and are over before
 * a compiler or a second process would have begun.
 */
export const BOARD_SETTINGS: readonly string[] = [
  "plan_cache_mode=force_generic_plan",
  "jit=off",
  "max_parallel_workers_per_gather=0",
];

/**
 * The version of the projection: what its tables hold, and how. Another one is built anew from the ledger; functions are
 * replaced where their text is another.
 */
export const BOARD_VERSION = 8;

/**
 * Makes the board's tables, empty, and its functions, where they are not there or are of an older version: the projector fills
 * them from the ledger. Rejects with UnfitDatabase when they are of a newer one. The ledger's own migrations come first: they make the roles.
 */
export async function migrateBoard(pool: Pool, schema: string = BOARD_SCHEMA): Promise<void> {
  const tables = await readFile(new URL("../sql/board.sql", import.meta.url), "utf8");
  await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtextextended('anshi board', 0))");
    const version = await versionOf(client, schema);
    if (version === BOARD_VERSION) {
      await client.query(`set local search_path = "${schema}"`);
      await writeFunctions(client);
      await writeInstrument(client);
      return;
    }
    if (version !== undefined && version > BOARD_VERSION) {
      throw new UnfitDatabase(
        "newer-schema",
        `the board (schema ${schema}) was built by a newer version of this program (${version}, this one builds ${BOARD_VERSION}); run that version, or a newer one`,
      );
    }
    const marks = version === undefined ? [] : await marksOf(client, schema);
    await client.query(`drop schema if exists "${schema}" cascade`);
    await client.query(`create schema "${schema}"`);
    await client.query(`set local search_path = "${schema}"`);
    await client.query(tables);
    await client.query("insert into projection (version) values ($1)", [BOARD_VERSION]);
    await writeFunctions(client);
    await writeInstrument(client);
    for (const { ledger, position } of marks)
      await client.query("insert into mark (ledger, position) values ($1, $2)", [ledger, position]);
  });
}

/** Rejects with UnfitDatabase unless the serving board is there and of this program's version: another's tables cannot be read. */
export async function requireBoard(db: Queryable): Promise<void> {
  const version = await versionOf(db, BOARD_SCHEMA);
  if (version === BOARD_VERSION) return;
  throw new UnfitDatabase(
    "other-schema",
    version === undefined
      ? "there is no board yet; start the service first, it makes one"
      : `the board was built by another version of this program (${version}, this one reads ${BOARD_VERSION}); use the service's own, or start the service with this one`,
  );
}

/** The version of the board in a schema; 0 when it is of before versions; `undefined` when there is none. */
async function versionOf(client: Queryable, schema: string): Promise<number | undefined> {
  const { rows } = await client.query<{ readonly there: boolean; readonly versioned: boolean }>(
    `select to_regnamespace(quote_ident($1)) is not null as there,
            to_regclass(quote_ident($1) || '.projection') is not null as versioned`,
    [schema],
  );
  if (rows[0]?.there !== true) return undefined;
  if (!rows[0].versioned) return 0;
  const { rows: versions } = await client.query<{ readonly version: number }>(
    `select version from "${schema}".projection`,
  );
  return versions[0]?.version ?? 0;
}

/** How far a board of another version had come. */
async function marksOf(
  client: PoolClient,
  schema: string,
): Promise<readonly { readonly ledger: string; readonly position: string }[]> {
  const { rows: tables } = await client.query<{ readonly there: boolean }>(
    "select to_regclass(quote_ident($1) || '.checkpoint') is not null as there",
    [schema],
  );
  if (tables[0]?.there !== true) return [];
  const { rows } = await client.query<{ readonly ledger: string; readonly position: string }>(
    `select ledger, position from "${schema}".checkpoint`,
  );
  return rows;
}

/** The ledgers whose board is being rebuilt, and has not come yet to where the one before it stood. */
export async function rebuilding(
  db: Queryable,
): Promise<readonly { readonly ledger: string; readonly position: string; readonly mark: string }[]> {
  const { rows } = await db.query<{
    readonly ledger: string;
    readonly position: string;
    readonly mark: string;
  }>({
    name: "board rebuilding",
    text: `
      select mark.ledger, coalesce(checkpoint.position, 0) as position, mark.position as mark
        from mark left join checkpoint using (ledger)
       where coalesce(checkpoint.position, 0) < mark.position order by mark.ledger`,
  });
  return rows;
}

/** Whether the board of a ledger is among them. */
export async function isRebuilding(db: Queryable, ledger: string): Promise<boolean> {
  return (await rebuilding(db)).some((each) => each.ledger === ledger);
}
