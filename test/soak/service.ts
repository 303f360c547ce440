import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "@anshi/test-postgres/root";

/** Where anshi finds PostgreSQL: it brings its own, or is given one by ANSHI_DATABASE_URL. */
export type Layout = "embedded" | "given";

/** `anshi up` under a supervisor that starts it again whenever it ends, as an init system does. */
export interface Service {
  readonly url: string;
  readonly layout: () => Layout;
  /** The process that runs now, if one does. */
  readonly pid: () => number | undefined;
  readonly starts: () => number;
  /** What it wrote each time it ended by itself. */
  readonly endings: readonly Ending[];
  /** Kills it with SIGKILL; it starts again in the layout named, or as before. */
  readonly kill: (layout?: Layout) => void;
  /** Ends it in an orderly way, for good. */
  readonly stop: () => Promise<void>;
}

/** An end that nobody asked for. */
export interface Ending {
  readonly at: number;
  readonly code: number | null;
  readonly said: string;
}

export interface ServiceOptions {
  readonly dataDir: string;
  readonly port: number;
  /** The database that is given, at the moment of the start. */
  readonly givenUrl: () => string;
  /** Where all it writes goes. */
  readonly logFile: string;
}

const cli = join(root, "services/cli/bin/anshi.mjs");
const AGAIN_MS = 500;

/** Starts the supervisor, in the embedded layout. */
export function superviseAnshi(options: ServiceOptions): Service {
  const log = createWriteStream(options.logFile, { flags: "a" });
  const endings: Ending[] = [];
  let layout: Layout = "embedded";
  let child: ChildProcess | undefined;
  let starts = 0;
  let killed = false;
  let stopped = false;

  const once = async (): Promise<void> => {
    const given = layout === "given" ? { ANSHI_DATABASE_URL: options.givenUrl() } : {};
    const args = ["up", "--empty", "--port", String(options.port), "--data-dir", options.dataDir];
    const own = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, ANSHI_LOG_LEVEL: "warn", ...given },
      stdio: ["ignore", "ignore", "pipe"],
      // Ctrl-C is for the soak, which ends anshi in its own time.
      detached: true,
    });
    child = own;
    starts += 1;
    killed = false;
    let said = "";
    own.stderr?.on("data", (chunk: Buffer) => {
      log.write(chunk);
      said = (said + chunk.toString("utf8")).slice(-10_000);
    });
    const code = await new Promise<number | null>((resolve) => own.once("exit", resolve));
    child = undefined;
    if (!killed && !stopped) endings.push({ at: Date.now(), code, said });
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      // The address of a given server is read from its files, which may be missing at the moment.
      await once().catch(() => undefined);
      if (!stopped) await sleep(AGAIN_MS);
    }
  };
  const running = run();
  return {
    url: `http://127.0.0.1:${options.port}`,
    layout: () => layout,
    pid: () => child?.pid,
    starts: () => starts,
    endings,
    kill: (next = layout) => {
      layout = next;
      killed = true;
      child?.kill("SIGKILL");
    },
    stop: async () => {
      stopped = true;
      child?.kill("SIGTERM");
      await running;
      await new Promise<void>((resolve) => log.end(resolve));
    },
  };
}

/** Whether an end named its cause, in the words of the start or of a lost database. */
export function toldCause({ said }: Ending): boolean {
  return /^anshi (stops|cannot start): .+\n.+/mu.test(said) && !/^\s+at .+:\d+:\d+\)?$/mu.test(said);
}
