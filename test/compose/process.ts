import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";

/** A process of the stack. */
export interface Process {
  readonly stop: () => Promise<void>;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly isRunning: () => boolean;
  /** What it wrote so far. */
  readonly said: () => string;
}

/** Starts a program; all it writes goes to the file. */
export function startProcess(
  command: readonly string[],
  { env, cwd, log }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string; readonly log: string },
): Process {
  const [program = "", ...args] = command;
  const file = openSync(log, "a");
  const child: ChildProcess = spawn(program, args, { cwd, env, stdio: ["ignore", file, file] });
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    const over = (how: number | NodeJS.Signals | null): void => {
      isOver = true;
      resolve(how);
    };
    child.once("error", () => over(null));
    child.once("exit", (code, signal) => over(code ?? signal));
  });
  return {
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
    ended,
    isRunning: () => !isOver,
    said: () => readFileSync(log, "utf8"),
  };
}
