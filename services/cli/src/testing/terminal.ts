import type { Context } from "../context.js";
import { type CommandDefinition, type ExitCode, run } from "../program.js";

/** What a command line printed and how it ended. */
export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line against a clock of its own: sleeping takes no time and moves it on. */
export async function runCommand(
  command: CommandDefinition,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  onSleep: (milliseconds: number) => Promise<void> = async () => undefined,
  drawsInPlace = false,
): Promise<Outcome> {
  let out = "";
  let err = "";
  let now = Date.parse("2026-11-23T00:00:00Z");
  const context: Context = {
    env,
    print: (text) => {
      out += `${text}\n`;
    },
    write: async (text) => {
      out += text;
    },
    complain: (text) => {
      err += `${text}\n`;
    },
    atTerminal: false,
    drawsInPlace,
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      await onSleep(milliseconds);
    },
  };
  const code = await run([command], words, context);
  return { code, out, err };
}
