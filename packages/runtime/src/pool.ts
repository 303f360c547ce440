import pg from "pg";
import type { Logger } from "./log.js";
import { endUnanswered } from "./unanswered.js";

export interface PoolOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Role to take on, whatever the login. */
  readonly role?: string;
  readonly schema?: string;
  /** Other settings of its sessions, `name=value`. */
  readonly settings?: readonly string[];
  readonly max?: number;
  /** Milliseconds after which the server is asked whether it is still at work on a statement; default 10,000. */
  readonly askAfterMs?: number;
  readonly log: Logger;
}

const CONNECT_MS = 5_000;
const ASK_AFTER_MS = 10_000;

/** A server that never heard of a lost peer would keep its transaction and its locks from everybody else. */
const SERVER_NOTICES = [
  "tcp_keepalives_idle=10",
  "tcp_keepalives_interval=5",
  "tcp_keepalives_count=3",
  "idle_in_transaction_session_timeout=30s",
];

/**
 * A pool of connections. It outlives its server: a broken connection is logged and replaced when the next is asked for. A
 * lost peer is noticed, by either side, within half a minute: by TCP keep-alives, and by asking after what is not answered.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const { url, name, role, schema, max = 8, askAfterMs = ASK_AFTER_MS, log } = options;
  const settings = [
    ...SERVER_NOTICES,
    ...(role === undefined ? [] : [`role=${role}`]),
    ...(schema === undefined ? [] : [`search_path=${schema}`]),
    ...(options.settings ?? []),
  ];
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    options: settings.map((setting) => `-c ${setting}`).join(" "),
    max,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: CONNECT_MS,
  });
  const losses = { lastAt: 0 };
  // A connection that breaks while it is lent out tells its borrower by failing its query; without a listener of its own the
  // event would end the process.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    endUnanswered(client, { url, askAfterMs, losses });
  });
  pool.on("error", (error) => log.warn({ err: error, pool: name }, "a database connection broke"));
  return pool;
}
