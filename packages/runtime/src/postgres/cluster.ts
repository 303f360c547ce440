import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartFailure } from "../start-failure.js";
import { runBinary } from "./binaries.js";
import type { ServerUser } from "./server-user.js";

/** Major version of the embedded binaries, as PG_VERSION writes it. */
const MAJOR = "18";

const MIB = 1024 * 1024;

/** Makes the cluster unless it is there. Made beside and renamed, so that a half-made one is never taken for whole. */
export async function ensureCluster(data: string, password: string, user: ServerUser): Promise<void> {
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === MAJOR) return;
    throw new StartFailure(
      "other-version",
      `${data} was made by PostgreSQL ${version.trim()}; this version of anshi brings ${MAJOR}`,
      "Start the version of anshi that made it and dump its data, or name another directory with --data-dir.",
    );
  }
  const fresh = `${data}.new`;
  const secret = `${data}.secret`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await user.own(fresh);
  await writeFile(secret, password, { mode: 0o600 });
  await user.own(secret);
  const auth = ["-U", "anshi", "-A", "scram-sha-256", `--pwfile=${secret}`];
  try {
    await runBinary("initdb", ["-D", fresh, ...auth, "-E", "UTF8", "--locale=C", "-k"], user, dirname(data));
    await rename(fresh, data);
  } catch (error) {
    throw spaceOr(error, `PostgreSQL's files could not be made in ${dirname(data)}`);
  } finally {
    await rm(secret, { force: true });
  }
}

/** The password of the cluster, made once and kept in a file only we may read. */
export async function ensurePassword(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined && kept.length > 0) return kept;
  const fresh = randomBytes(24).toString("base64url");
  await writeFile(file, fresh, { mode: 0o600 });
  return fresh;
}

const ATTEMPTS = 20;
const BETWEEN_MS = 500;

/** Starts the server on a free port of the loopback address; answers the port. */
export async function startServer(data: string, user: ServerUser): Promise<number> {
  const log = join(data, "server.log");
  for (let attempt = 1; ; attempt++) {
    // The log of this start only: the last one is kept beside it.
    await rename(log, `${log}.1`).catch(() => undefined);
    const port = await freePort();
    const flags = [...settings(), `port=${port}`].map((setting) => `-c ${setting}`).join(" ");
    try {
      await runBinary(
        "pg_ctl",
        ["start", "-w", "-t", "120", "-s", "-D", data, "-l", log, "-o", flags],
        user,
        data,
      );
      return port;
    } catch {
      const said = await readFile(log, "utf8").catch(() => "");
      // A server killed a moment ago may have processes that still have to notice; a port may be taken in between.
      const passing =
        /pre-existing shared memory block|Address already in use|lock file "postmaster.pid" already exists/u;
      if (attempt < ATTEMPTS && passing.test(said)) await sleep(BETWEEN_MS);
      else throw (await isFull(data)) ? diskFull() : spaceOr(new Error(said), "PostgreSQL did not start");
    }
  }
}

/** Stops the server, if it runs, and waits until it is gone. */
export async function stopServer(data: string, user: ServerUser): Promise<void> {
  if ((await runningPort(data)) === undefined) return;
  await runBinary("pg_ctl", ["stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", data], user, data);
}

/** Port of the server whose pid file stands in the directory, if its process lives. */
export async function runningPort(data: string): Promise<number | undefined> {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const [pid, , , port] = lines.map(Number);
  if (pid === undefined || port === undefined || !(pid > 0) || !(port > 0)) return undefined;
  try {
    process.kill(pid, 0);
    return port;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM" ? port : undefined;
  }
}

/** Fit for a ledger: a large cache for the identity index, and few checkpoints, whose full-page writes cost most. */
function settings(): readonly string[] {
  const buffers = Math.max(128, Math.min(2048, Math.floor(totalmem() / MIB / 8)));
  return [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    `shared_buffers=${buffers}MB`,
    `effective_cache_size=${buffers * 3}MB`,
    "max_wal_size=8GB",
    "checkpoint_timeout=15min",
    "random_page_cost=1.1",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
  ];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

const LEAST_BYTES = 32 * MIB;

/** On a full disk the server cannot even say so in its log. Two segments of the write-ahead log are the least it needs. */
async function isFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < LEAST_BYTES;
}

function diskFull(): StartFailure {
  return new StartFailure(
    "disk-full",
    "the disk is full",
    "Free some space, or name another directory with --data-dir.",
  );
}

function spaceOr(error: unknown, message: string): StartFailure {
  const said = error instanceof Error ? error.message : String(error);
  if (/No space left on device|ENOSPC/u.test(said)) {
    return diskFull();
  }
  return new StartFailure(
    "database",
    `${message}:\n${said.trim()}`,
    "See the lines above; the data was left as it is.",
  );
}
