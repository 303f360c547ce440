import { type Logger, pino } from "pino";

export type { Logger };

/** JSON lines on stderr: stdout is for what a process says to its user. */
export function openLog(level: string): Logger {
  return pino({ level, base: { pid: process.pid } }, pino.destination({ fd: 2, sync: true }));
}
