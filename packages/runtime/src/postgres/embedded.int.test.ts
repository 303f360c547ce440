import { spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLog } from "../log.js";
import { StartFailure } from "../start-failure.js";
import { startEmbedded } from "./embedded.js";

const log = openLog("silent");
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "anshi-embedded-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

const failure = (start: Promise<unknown>): Promise<StartFailure> =>
  start.then(
    () => {
      throw new Error("it started");
    },
    (error: unknown) => {
      if (error instanceof StartFailure) return error;
      throw error;
    },
  );

/** Another process that starts the embedded server and lives on until it is killed. */
function otherProcess(): Promise<{ readonly kill: () => Promise<void> }> {
  const dist = new URL("../../dist/index.js", import.meta.url).href;
  const script = `
    const { startEmbedded, openLog } = await import(${JSON.stringify(dist)});
    const held = await startEmbedded({ dataDir: ${JSON.stringify(directory)}, log: openLog("silent") });
    await held.announce("http://127.0.0.1:1");
    console.log("up");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("the other process ended")));
    child.stdout.once("data", () =>
      resolve({
        kill: () =>
          new Promise((done) => {
            child.removeAllListeners("exit");
            child.once("exit", () => done());
            child.kill("SIGKILL");
          }),
      }),
    );
  });
}

describe("the embedded PostgreSQL", { timeout: 120_000 }, () => {
  it("keeps its data from start to start, and is gone after a stop", async () => {
    const first = await startEmbedded({ dataDir: directory, log });
    await query(first.url, "create table kept as select 42 as answer");
    await first.stop();
    await expect(query(first.url, "select 1")).rejects.toThrow();
    const second = await startEmbedded({ dataDir: directory, log });
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it("refuses a second live process by naming the first, and takes over what a killed one left running", async () => {
    const other = await otherProcess();
    const refused = await failure(startEmbedded({ dataDir: directory, log }));
    expect([refused.code, refused.message]).toEqual([
      "already-running",
      expect.stringContaining("http://127.0.0.1:1"),
    ]);
    await other.kill();
    const pid = (await readFile(join(directory, "postgres", "postmaster.pid"), "utf8")).split("\n")[0];
    const heir = await startEmbedded({ dataDir: directory, log });
    expect((await readFile(join(directory, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]).toBe(pid);
    await heir.stop();
  });

  it("starts over a pid file that a crash of the machine left", async () => {
    const first = await startEmbedded({ dataDir: directory, log });
    const pidFile = join(directory, "postgres", "postmaster.pid");
    const left = await readFile(pidFile, "utf8");
    await first.stop();
    await writeFile(pidFile, left.replace(/^\d+/u, "999999"));
    const second = await startEmbedded({ dataDir: directory, log });
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it("names another version's data and the way out", async () => {
    const first = await startEmbedded({ dataDir: directory, log });
    await first.stop();
    await writeFile(join(directory, "postgres", "PG_VERSION"), "16\n");
    const refused = await failure(startEmbedded({ dataDir: directory, log }));
    expect([refused.code, refused.message, refused.wayOut]).toEqual([
      "other-version",
      expect.stringContaining("PostgreSQL 16"),
      expect.stringContaining("--data-dir"),
    ]);
  });

  it("names a directory that cannot be written", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    const refused = await failure(startEmbedded({ dataDir: join(file, "data"), log }));
    expect([refused.code, refused.message]).toEqual(["directory", expect.stringContaining("ENOTDIR")]);
  });

  it.runIf(process.getuid?.() === 0)("names the directory its user cannot pass through", async () => {
    await chmod(directory, 0o700);
    const refused = await failure(startEmbedded({ dataDir: join(directory, "data"), log }));
    expect([refused.code, refused.message]).toEqual([
      "directory",
      expect.stringContaining(`through ${directory}`),
    ]);
  });
});

describe("a server that breaks off", { timeout: 120_000 }, () => {
  it("is held again after it recovered from the crash of one of its processes", async () => {
    const held = await startEmbedded({ dataDir: directory, log });
    const client = new pg.Client(held.url);
    client.on("error", () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const broken = new Promise((resolve) => client.once("end", resolve));
    process.kill(rows[0]?.pid ?? 0, "SIGKILL");
    await broken;
    const holders = async (): Promise<number> => {
      const found = await query(
        held.url,
        "select from pg_locks where locktype = 'advisory' and granted",
      ).catch(() => []);
      return found.length;
    };
    while ((await holders()) !== 1) await sleep(100);
    await held.stop();
  });

  it("is told of when it is gone for good", async () => {
    const lost = new Promise<StartFailure>((resolve) => {
      void startEmbedded({ dataDir: directory, log, onLost: resolve }).then(async () => {
        const pid = (await readFile(join(directory, "postgres", "postmaster.pid"), "utf8")).split("\n")[0];
        process.kill(Number(pid), "SIGKILL");
      });
    });
    const failure = await lost;
    expect([failure.code, failure.message, failure.wayOut]).toEqual([
      "database",
      "the embedded PostgreSQL is gone",
      expect.stringContaining("start anshi again"),
    ]);
  });
});
