import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../log.js";
import { StartFailure } from "../start-failure.js";
import { binaryDirectory } from "./binaries.js";
import { ensureCluster, ensurePassword, runningPort, startServer, stopServer } from "./cluster.js";
import { type ServerUser, serverUser } from "./server-user.js";

/** The embedded PostgreSQL of a data directory, held by this process alone. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Notes where this process serves, for the message a second start gets. */
  readonly announce: (url: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const DATABASE = "anshi";
/** Held by the one live process of a data directory; it goes with its connection, so it cannot go stale. */
const HOLDER_LOCK = 0x616e7368;

/**
 * Starts PostgreSQL in `dataDir`, making it on the first start. One that a killed process left behind is taken over; a second
 * live process is refused. Rejects with StartFailure naming the cause and the way out.
 */
export async function startEmbedded(options: {
  readonly dataDir: string;
  readonly log: Logger;
}): Promise<EmbeddedPostgres> {
  const { log } = options;
  const dataDir = resolve(options.dataDir);
  const user = serverUser();
  await prepare(dataDir, user);
  const data = join(dataDir, "postgres");
  const password = await ensurePassword(join(dataDir, "postgres.password"));
  await ensureCluster(data, password, user);

  const left = await runningPort(data);
  const urlAt = (port: number, database: string) =>
    `postgres://anshi:${password}@127.0.0.1:${port}/${database}`;
  const orphan = left === undefined ? undefined : await connect(urlAt(left, "postgres"));
  const port = orphan === undefined ? await startServer(data, user) : (left ?? 0);
  const holder = orphan ?? (await connect(urlAt(port, "postgres")));
  if (holder === undefined) {
    throw new StartFailure(
      "database",
      "PostgreSQL started and does not answer",
      `See ${join(data, "server.log")}.`,
    );
  }
  await hold(holder, dataDir);
  if (orphan !== undefined)
    log.info({ port: left }, "taking over the PostgreSQL that an earlier process left running");
  const { rowCount } = await holder.query("select from pg_database where datname = $1", [DATABASE]);
  if (rowCount === 0) await holder.query(`create database ${DATABASE}`);

  return {
    url: urlAt(port, DATABASE),
    announce: (url) => writeFile(join(dataDir, "anshi.json"), JSON.stringify({ pid: process.pid, url })),
    stop: async () => {
      await holder.end().catch(() => undefined);
      await stopServer(data, user);
    },
  };
}

async function prepare(dataDir: string, user: ServerUser): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    // The server's user passes through to its own directory; it can list nothing.
    const { mode } = await stat(dataDir);
    await chmod(dataDir, mode | 0o111);
    await writeFile(join(dataDir, ".writable"), "");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC") {
      throw new StartFailure(
        "disk-full",
        "the disk is full",
        "Free some space, or name another directory with --data-dir.",
        { cause },
      );
    }
    throw new StartFailure(
      "directory",
      `the data directory ${dataDir} cannot be written (${code ?? "unknown"})`,
      "Name another one with --data-dir or ANSHI_DATA_DIR, or give this one to the user that starts anshi.",
      { cause },
    );
  }
  await user.mustReach(join(dataDir, "postgres"));
  await user.mustReach(join(binaryDirectory(), "postgres"));
}

const HOLD_ATTEMPTS = 20;
const CONNECT_ATTEMPTS = 60;
const BETWEEN_MS = 250;

/** A connection; waits while the server recovers; `undefined` when nothing of ours answers. */
async function connect(connectionString: string): Promise<pg.Client | undefined> {
  for (let attempt = 0; attempt < CONNECT_ATTEMPTS; attempt++) {
    const client = new pg.Client({ connectionString, application_name: "anshi holder", keepAlive: true });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      // 57P03: starting up, or shutting down.
      if ((error as { readonly code?: string }).code !== "57P03") return undefined;
      await sleep(BETWEEN_MS);
    }
  }
  return undefined;
}

/** Takes the data directory for this process; the connection of one just killed may take a moment to be noticed. */
async function hold(client: pg.Client, dataDir: string): Promise<void> {
  for (let attempt = 0; attempt < HOLD_ATTEMPTS; attempt++) {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
      HOLDER_LOCK,
    ]);
    if (rows[0]?.held === true) return;
    await sleep(BETWEEN_MS);
  }
  await client.end().catch(() => undefined);
  const info = await readFile(join(dataDir, "anshi.json"), "utf8").catch(() => "{}");
  const { pid, url } = JSON.parse(info) as { readonly pid?: number; readonly url?: string };
  throw new StartFailure(
    "already-running",
    `another anshi (process ${pid ?? "unknown"}${url === undefined ? "" : `, ${url}`}) works on ${dataDir}`,
    "Use that one, stop it, or name another directory with --data-dir.",
  );
}
