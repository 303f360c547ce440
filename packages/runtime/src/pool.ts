import pg from "pg";
import type { Logger } from "./log.js";

export interface PoolOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Role to take on, whatever the login. */
  readonly role?: string;
  readonly schema?: string;
  readonly max?: number;
  readonly log: Logger;
}

const CONNECT_MS = 5_000;

/**
 * A pool of connections. It outlives its server: a broken connection is logged and replaced when the next is asked for. A
 * lost peer is noticed by TCP keep-alives.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const { url, name, role, schema, max = 8, log } = options;
  const settings = [
    role === undefined ? "" : `-c role=${role}`,
    schema === undefined ? "" : `-c search_path=${schema}`,
  ];
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    options: settings.filter((setting) => setting !== "").join(" "),
    max,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A connection that breaks while it is lent out tells its borrower by failing its query; without a listener of its own the
  // event would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", (error) => log.warn({ err: error, pool: name }, "a database connection broke"));
  return pool;
}
