import { type ChildProcess, execFile, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { NoBroker } from "./no-broker.js";
import type { Credentials } from "./settings.js";

const run = promisify(execFile);

/** Without a quorum a node would wait five minutes for leave to go, milliseconds. */
const LEAVE_MS = 15_000;

/** One broker process. */
export interface Broker {
  /** Ends it as a crash would. */
  readonly kill: () => Promise<void>;
  /** Lets it hand over its partitions and end; kills it when it takes long, as it does where no quorum is left. What it acknowledged lies on disk. */
  readonly stop: () => Promise<void>;
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
}

/** Formats a node's storage, with the user for SCRAM. Rejects with NoBroker. */
export async function format(
  jars: string,
  directory: string,
  clusterId: string,
  credentials: Credentials | undefined,
): Promise<void> {
  const user = (mechanism: string): readonly string[] =>
    credentials === undefined
      ? []
      : ["--add-scram", `${mechanism}=[name=${credentials.username},password=${credentials.password}]`];
  try {
    await run("java", [
      ...["-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", jars, "kafka.tools.StorageTool", "format"],
      ...["-t", clusterId, "-c", join(directory, "server.properties"), "--ignore-formatted"],
      ...[...user("SCRAM-SHA-256"), ...user("SCRAM-SHA-512")],
    ]);
  } catch (error) {
    throw new NoBroker("not-started", `the broker's storage could not be made in ${directory}`, {
      cause: error,
    });
  }
}

/**
 * The shell outlives nobody: when the pipe at its third descriptor closes – this process ended, in whatever way – the broker
 * is killed. The broker's own end ends the shell.
 */
const guarded = `
  "$@" </dev/null 3<&- & broker=$!
  echo $broker >"$PID_FILE"
  { read -r _ <&3; kill -9 $broker; } 2>/dev/null &
  exec 3<&-
  wait $broker`;

const logging = `status = warn
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
`;

/** Starts a broker whose storage was formatted; it may not answer yet. What it writes is in `broker.log`. */
export async function startBroker(jars: string, directory: string, heapMb: number): Promise<Broker> {
  const pidFile = join(directory, "pid");
  const log = openSync(join(directory, "broker.log"), "a");
  await writeFile(join(directory, "log4j2.properties"), logging);
  const child: ChildProcess = spawn(
    "sh",
    [
      ...["-c", guarded, "sh", "java", `-Xmx${heapMb}m`, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
      `-Dlog4j2.configurationFile=${join(directory, "log4j2.properties")}`,
      ...["-cp", jars, "kafka.Kafka", join(directory, "server.properties")],
    ],
    { stdio: ["ignore", log, log, "pipe"], env: { ...process.env, PID_FILE: pidFile }, detached: true },
  );
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      child.stdio[3]?.destroy();
      resolve();
    });
    child.once("error", () => resolve());
  });
  child.stdio[3]?.on("error", () => undefined);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    if (!isRunning()) return;
    const pid = Number(await readFile(pidFile, "utf8"));
    try {
      process.kill(pid, name);
    } catch {
      // Gone already.
    }
    await ended;
  };
  const kill = (): Promise<void> => signal("SIGKILL");
  const stop = async (): Promise<void> => {
    const late = setTimeout(() => void kill().catch(() => undefined), LEAVE_MS);
    try {
      await signal("SIGTERM");
    } finally {
      clearTimeout(late);
    }
  };
  return { kill, stop, ended, isRunning };
}
