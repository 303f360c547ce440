import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Pool } from "pg";
import { to } from "pg-copy-streams";
import { type Dialect, type Plain, type PlainQuestion, plainSql } from "./plain.js";

const PACKAGE = "@duckdb/node-api@1.5.6-r.1";

/** Of DuckDB's API, what is used here. */
interface Connection {
  readonly run: (sql: string) => Promise<unknown>;
  readonly runAndReadAll: (sql: string) => Promise<{ readonly getRowObjects: () => readonly Row[] }>;
}
type Row = Readonly<Record<string, unknown>>;

/** The events exported for DuckDB. */
export interface Exported {
  readonly ask: (question: PlainQuestion) => Promise<Plain>;
}

/**
 * Exports the events to Parquet and opens them in DuckDB, which is installed into `directory`: it is large, and nothing
 * but this comparison needs it.
 */
export async function exportToDuckDb(pool: Pool, directory: string): Promise<Exported> {
  execFileSync("npm", ["install", "--no-save", "--no-fund", "--no-audit", "--prefix", directory, PACKAGE], {
    stdio: "ignore",
  });
  const csv = join(directory, "events.csv");
  const client = await pool.connect();
  await pipeline(
    client.query(
      to(`copy (select position, kind, type, subject, source, event_id as id,
                       (extract(epoch from occurred_at) * 1000)::bigint as ms, body
                  from ledger.event where ledger = '3209') to stdout (format csv)`),
    ),
    createWriteStream(csv),
  );
  client.release();
  const require = createRequire(join(directory, "package.json"));
  const { DuckDBInstance } = require("@duckdb/node-api") as {
    readonly DuckDBInstance: {
      readonly create: (path: string) => Promise<{ readonly connect: () => Promise<Connection> }>;
    };
  };
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const parquet = join(directory, "events.parquet");
  await connection.run(`
    copy (select * from read_csv('${csv}', header = false, columns = {
            position: 'BIGINT', kind: 'VARCHAR', type: 'VARCHAR', subject: 'VARCHAR', source: 'VARCHAR',
            id: 'VARCHAR', ms: 'BIGINT', body: 'VARCHAR'})) to '${parquet}' (format parquet)`);
  const dialect: Dialect = {
    fact: `read_parquet('${parquet}')`,
    data: (field) => `json_extract_string(body, '$.data.${field}')`,
    days: (days) =>
      `select unnest([${days.map(([day]) => day).join()}]), unnest([${days.map(([, nth]) => nth).join()}]), unnest([${days.map(([, , works]) => works).join()}])`,
  };
  return {
    ask: async (question) => {
      const [row] = (await connection.runAndReadAll(plainSql(question, dialect))).getRowObjects();
      return { kept: Number(row?.kept), late: Number(row?.late), overdue: Number(row?.overdue) };
    },
  };
}
