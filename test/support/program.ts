import { spawn } from "node:child_process";

/** A program at work. */
export interface Program {
  /** Resolves when it ends, with its code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Rejects, with what it said last, when it ends. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** Starts it, in an environment and a directory of its own where these are given. */
export function startProgram(
  command: string,
  args: readonly string[],
  { env, cwd }: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Program {
  const child = spawn(command, args, {
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-20_000);
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
    child.once("error", ({ message }) => {
      said += message;
      resolve(null);
    });
  });
  const failed = ended.then((how) => Promise.reject(new Error(`${command} ended (${how})\n${said}`)));
  failed.catch(() => undefined);
  return {
    ended,
    failed,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
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
