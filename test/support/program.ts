import { spawn } from "node:child_process";

/** A program of the operating system at work. */
export interface Program {
  /** Rejects, with what it said last, when it ends. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** Starts it. */
export function startProgram(command: string, args: readonly string[]): Program {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const failed = ended.then(() => Promise.reject(new Error(`${command} ended\n${said}`)));
  failed.catch(() => undefined);
  return {
    failed,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Resolves when an address answers 200. */
export async function answers(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
