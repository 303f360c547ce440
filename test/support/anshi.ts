import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";

const cli = join(root, "services/cli/bin/anshi.mjs");

/** A running `anshi up` on a data directory of its own: the built program, as a user runs it. */
export interface Anshi {
  readonly url: string;
  readonly pid: number;
  /** Ends the process tree as Ctrl-C does. */
  readonly stop: () => Promise<void>;
  /** Kills the anshi process with SIGKILL, leaving its PostgreSQL an orphan. */
  readonly kill: () => Promise<void>;
}

/** A directory that PostgreSQL's user can reach, removed by the second function. */
export async function dataDirectory(): Promise<readonly [string, () => Promise<void>]> {
  const directory = await mkdtemp(join(tmpdir(), "anshi-e2e-"));
  return [directory, () => rm(directory, { recursive: true, force: true })];
}

/** Starts `anshi up --empty` and waits for its ready line. Rejects with what it wrote when it ends before that. */
export async function startAnshi(
  directory: string,
  env: Readonly<Record<string, string>> = {},
  words: readonly string[] = [],
): Promise<Anshi> {
  const args = [cli, "up", "--empty", "--port", "0", "--data-dir", directory, ...words];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ANSHI_LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await ready(child);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = (signal: NodeJS.Signals) => async () => {
    child.kill(signal);
    await gone;
  };
  return { url, pid: child.pid ?? 0, stop: end("SIGTERM"), kill: end("SIGKILL") };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString("utf8");
      const url = /^ready (http:\S+)$/mu.exec(out)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      err = (err + chunk.toString("utf8")).slice(-20_000);
    });
    child.once("exit", (code, signal) =>
      reject(new Error(`anshi ended (${code ?? signal}) before it was ready\n${err}`)),
    );
  });
}

/** Runs the `anshi` command to its end. */
export function runAnshi(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
