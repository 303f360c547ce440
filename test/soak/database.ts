import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { killHard, tree } from "../support/process-tree.js";

/** The embedded PostgreSQL of a data directory, handled from outside as an operator or a mishap would. */
export interface OutsideDatabase {
  readonly port: () => number;
  /** URL of the ledger's database at a port; by default the server's own. */
  readonly url: (port?: number) => string;
  /** The server's process and those it started; empty when it does not run. */
  readonly processes: () => readonly number[];
  readonly stop: () => Promise<void>;
  /** Starts it as it was started last; stops it first where it runs. */
  readonly restart: () => Promise<void>;
  readonly kill: () => void;
  /** Ends every connection but its own. */
  readonly terminate: () => Promise<void>;
  readonly checkpoint: () => Promise<void>;
}

/** Of a data directory of `anshi up`. */
export function outsideDatabase(dataDir: string): OutsideDatabase {
  const data = join(dataDir, "postgres");
  const pidFile = (): readonly string[] => readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  const port = (): number => Number(pidFile()[3]);
  const url = (at: number = port()): string => {
    const password = readFileSync(join(dataDir, "postgres.password"), "utf8");
    return `postgres://anshi:${password}@127.0.0.1:${at}/anshi`;
  };
  const processes = (): readonly number[] => {
    try {
      const all = tree(Number(pidFile()[0]));
      return all.length > 1 ? all : [];
    } catch {
      return [];
    }
  };
  const asOwner = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url(), connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  return {
    port,
    url,
    processes,
    stop: () => run("pg_ctl", ["stop", "-w", "-s", "-m", "fast", "-D", data], data),
    restart: () =>
      run("pg_ctl", ["restart", "-w", "-s", "-m", "fast", "-D", data, "-l", join(data, "server.log")], data),
    kill: () => {
      for (const pid of processes()) killHard(pid);
    },
    terminate: () =>
      asOwner("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"),
    checkpoint: () => asOwner("checkpoint"),
  };
}
