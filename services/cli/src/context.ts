import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

/** What a command sees of the process it runs in; tests give it another. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Writes much text to stdout as it is; answers when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** Whether stderr is a terminal, so that a bar may be drawn on it. */
  readonly atTerminal: boolean;
  /** Whether stdout is a terminal, so that a page may be redrawn on it. */
  readonly drawsInPlace: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The context of this process. */
export function processContext(): Context {
  return {
    env: process.env,
    print: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
    write: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    },
    atTerminal: process.stderr.isTTY === true,
    drawsInPlace: process.stdout.isTTY === true,
    now: Date.now,
    sleep: (milliseconds) => pause(milliseconds),
  };
}
