import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Logger } from "../log.js";
import { StartFailure } from "../start-failure.js";
import { binaryDirectory } from "./binaries.js";
import { ensureCluster, ensurePassword, runningPort, startServer, stopServer } from "./cluster.js";
import { answers, holdDirectory } from "./holder.js";
import { type ServerUser, serverUser } from "./server-user.js";

/** The embedded PostgreSQL of a data directory, held by this process alone. */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Notes where this process serves, for the message a second start gets. */
  readonly announce: (url: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const DATABASE = "anshi";
/**
 * Starts PostgreSQL in `dataDir`, making it on the first start. One that a killed process left behind is taken over; a second
 * live process is refused. Rejects with StartFailure naming the cause and the way out.
 */
export async function startEmbedded(options: {
  readonly dataDir: string;
  readonly log: Logger;
  /** The server is gone and does not come back by itself: nothing can be served any more. */
  readonly onLost?: (failure: StartFailure) => void;
}): Promise<EmbeddedPostgres> {
  const { log, onLost = () => undefined } = options;
  const dataDir = resolve(options.dataDir);
  const user = serverUser();
  await prepare(dataDir, user);
  const data = join(dataDir, "postgres");
  const password = await ensurePassword(join(dataDir, "postgres.password"));
  await ensureCluster(data, password, user);

  const left = await runningPort(data);
  const urlAt = (port: number, database: string) =>
    `postgres://anshi:${password}@127.0.0.1:${port}/${database}`;
  const orphaned = left !== undefined && (await answers(urlAt(left, "postgres")));
  const port = orphaned ? left : await startServer(data, user);
  const holder = await holdDirectory({ url: urlAt(port, "postgres"), dataDir, log, onLost });
  if (orphaned) log.info({ port }, "took over the PostgreSQL that an earlier process left running");
  await holder.ensureDatabase(DATABASE);

  return {
    url: urlAt(port, DATABASE),
    announce: (url) => writeFile(join(dataDir, "anshi.json"), JSON.stringify({ pid: process.pid, url })),
    stop: async () => {
      await holder.release();
      await stopServer(data, user);
    },
  };
}

/** Where the embedded PostgreSQL of a data directory answers now; `undefined` when it does not run. */
export async function embeddedUrl(dataDir: string): Promise<string | undefined> {
  const directory = resolve(dataDir);
  const password = await readFile(join(directory, "postgres.password"), "utf8").catch(() => undefined);
  const port = await runningPort(join(directory, "postgres"));
  if (password === undefined || port === undefined) return undefined;
  const url = `postgres://anshi:${password.trim()}@127.0.0.1:${port}/${DATABASE}`;
  return (await answers(url)) ? url : undefined;
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
