import { canonical, formatInstant } from "@anshi/domain";
import { migrate, type NewEvent } from "@anshi/ledger";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard } from "./migrate.js";

/** A migrated database of a test file's own. */
export interface BoardDatabase {
  readonly pool: pg.Pool;
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Makes it. */
export async function boardDatabase(): Promise<BoardDatabase> {
  const database: FreshDatabase = await freshDatabase();
  const pool = new pg.Pool({
    connectionString: database.url,
    options: [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
  });
  await migrate(pool);
  await migrateBoard(pool);
  return {
    pool,
    url: database.url,
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
}

/** An event as the decoder would hand it on. */
export function newEvent(
  type: string,
  subject: string,
  source: string,
  id: string,
  at: number,
  data: Readonly<Record<string, unknown>> = {},
): NewEvent {
  const time = formatInstant(at);
  const plain = Object.keys(data).length === 0 ? {} : { data };
  const body = canonical({ specversion: "1.0", id, source, type, subject, time, ...plain });
  return { type, subject, source, id, time, body };
}
