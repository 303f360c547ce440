import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../log.js";
import { StartFailure } from "../start-failure.js";
import { runningPort } from "./cluster.js";

/** The right of one live process to a data directory: a lock that goes with its connection, so it cannot go stale. */
export interface Holder {
  readonly ensureDatabase: (name: string) => Promise<void>;
  readonly release: () => Promise<void>;
}

interface Holding {
  readonly url: string;
  readonly dataDir: string;
  readonly log: Logger;
  readonly onLost: (failure: StartFailure) => void;
}

const LOCK = 0x616e7368;
const HOLD_ATTEMPTS = 20;
const CONNECT_ATTEMPTS = 60;
const BETWEEN_MS = 250;

/**
 * Takes the data directory for this process and keeps it: when the server recovers from a crash of one of its processes,
 * the lock is taken again. Rejects with StartFailure when another process holds it; `onLost` tells that the server is gone.
 */
export async function holdDirectory(holding: Holding): Promise<Holder> {
  const { url, dataDir, log, onLost } = holding;
  let released = false;
  let client = await take(url, dataDir);

  const watch = (): void => {
    client.once("end", () => {
      if (released) return;
      log.warn("the embedded PostgreSQL broke off; waiting for its recovery");
      // While it recovers it may also break a connection off before it says so; only a dead server is gone.
      const lives = async () => (await runningPort(join(dataDir, "postgres"))) !== undefined;
      take(url, dataDir, lives).then(
        (next) => {
          client = next;
          watch();
          log.info("the embedded PostgreSQL is back");
        },
        (error: unknown) => {
          if (!released) onLost(error instanceof StartFailure ? error : gone(dataDir));
        },
      );
    });
  };
  watch();

  return {
    ensureDatabase: async (name) => {
      const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
      if (rowCount === 0) await client.query(`create database ${name}`);
    },
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** Whether a server of ours answers at the URL. */
export async function answers(url: string): Promise<boolean> {
  const client = await connect(url);
  await client?.end();
  return client !== undefined;
}

async function take(
  url: string,
  dataDir: string,
  mayAnswer: () => Promise<boolean> = async () => false,
): Promise<pg.Client> {
  const client = await connect(url, mayAnswer);
  if (client === undefined) throw gone(dataDir);
  for (let attempt = 0; attempt < HOLD_ATTEMPTS; attempt++) {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [LOCK]);
    if (rows[0]?.held === true) return client;
    // The connection of a process just killed may take a moment to be noticed.
    await sleep(BETWEEN_MS);
  }
  await client.end().catch(() => undefined);
  const info = await readFile(join(dataDir, "anshi.json"), "utf8").catch(() => "{}");
  const { pid, url: served } = JSON.parse(info) as { readonly pid?: number; readonly url?: string };
  throw new StartFailure(
    "already-running",
    `another anshi (process ${pid ?? "unknown"}${served === undefined ? "" : `, ${served}`}) works on ${dataDir}`,
    "Use that one, stop it, or name another directory with --data-dir.",
  );
}

/** A connection; waits while the server starts, stops or recovers; `undefined` when nothing of ours answers. */
async function connect(
  connectionString: string,
  mayAnswer: () => Promise<boolean> = async () => false,
): Promise<pg.Client | undefined> {
  for (let attempt = 0; attempt < CONNECT_ATTEMPTS; attempt++) {
    const client = new pg.Client({ connectionString, application_name: "anshi holder", keepAlive: true });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const starting = (error as { readonly code?: string }).code === CANNOT_CONNECT_NOW;
      if (!starting && !(await mayAnswer())) return undefined;
      await sleep(BETWEEN_MS);
    }
  }
  return undefined;
}

const CANNOT_CONNECT_NOW = "57P03";

function gone(dataDir: string): StartFailure {
  return new StartFailure(
    "database",
    "the embedded PostgreSQL is gone",
    `See ${join(dataDir, "postgres", "server.log")}, then start anshi again: it resumes where it was.`,
  );
}
