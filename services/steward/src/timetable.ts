import type { Logger } from "@anshi/runtime";
import { schedule } from "node-cron";

/** Calls in time. Such a call only wakes: nothing may depend on its coming once, or punctually. */
export interface Timetable {
  /**
   * Calls at a cron pattern's times in a zone, by the machine's clock; the same name again, or a call after the stop,
   * changes nothing. For patterns of few times a day: when the clock is set, node-cron walks every time it passed over, and
   * is silent until it comes again to where it was set back from.
   */
  readonly at: (name: string, pattern: string, zoneName: string, wake: () => Promise<void>) => void;
  /** Calls in a steady beat, whatever the machine's clock says and is set to. */
  readonly every: (milliseconds: number, wake: () => Promise<void>) => void;
  readonly stop: () => Promise<void>;
}

/** An empty timetable. */
export function timetable(log: Logger): Timetable {
  const tasks = new Map<string, ReturnType<typeof schedule>>();
  const beats: NodeJS.Timeout[] = [];
  // node-cron would write to the console: stdout is for what a process says to its user.
  const logger = {
    info: (message: string) => log.debug(message),
    debug: (message: string) => log.debug(message),
    warn: (message: string) => log.warn(message),
    error: (message: string | Error, error?: Error) =>
      log.error({ err: error ?? message }, "a waking failed"),
  };
  let stopped = false;
  return {
    at: (name, pattern, zoneName, wake) => {
      if (stopped || tasks.has(name)) return;
      // A waking that the process was too busy for is made good by the steady one.
      const options = { name, timezone: zoneName, logger, suppressMissedWarning: true };
      tasks.set(name, schedule(pattern, wake, options));
    },
    every: (milliseconds, wake) => {
      if (!stopped) beats.push(setInterval(() => void wake(), milliseconds));
    },
    stop: async () => {
      stopped = true;
      for (const beat of beats) clearInterval(beat);
      await Promise.all([...tasks.values()].map((task) => task.destroy()));
      tasks.clear();
    },
  };
}
