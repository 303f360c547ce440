import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";

/** A service in a process of its own. */
export interface Ingestor {
  /** Where it is observed; resolves when it listens. */
  readonly url: Promise<string>;
  readonly kill: () => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Asks it to end; resolves with its exit code. */
  readonly stop: () => Promise<number | null>;
  readonly said: () => string;
}

/** Starts an ingestor from its built entry, or another service. */
export function startIngestor(
  env: Readonly<Record<string, string>>,
  service: "ingestor" | "steward" = "ingestor",
): Ingestor {
  const child: ChildProcess = spawn(process.execPath, [join(root, `services/${service}/dist/main.js`)], {
    env: { ...process.env, ANSHI_METRICS_PORT: "0", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const url = new Promise<string>((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-200_000);
      const found = /metrics at (http:[^"\s]+)\/metrics/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(said)));
  });
  url.catch(() => undefined);
  return {
    url,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    signal: (name) => void child.kill(name),
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
    said: () => said,
  };
}
