import { formatDay, type Instant, type Zone } from "@anshi/domain";

/** When a job is due, and what its periods are called. */
export interface Schedule {
  /** Local times at which it is looked for; firing early, late or twice is harmless. */
  readonly cron: string;
  /** The latest period that has begun by an instant. Names must sort (bytewise) in order of time. */
  readonly period: (now: Instant, zone: Zone) => string;
}

const MINUTE = 60_000;

/**
 * Once a local day, from a wall clock time on; the period is named by the day (`2026-11-22`). Where a clock change skips the
 * time, the day's period begins as much later; where it repeats it, at the first.
 */
export function daily(hour: number, minute: number): Schedule {
  const wallClock = (hour * 60 + minute) * MINUTE;
  return {
    cron: `${minute} ${hour} * * *`,
    period: (now, zone) => {
      const day = zone.dayOf(now);
      return formatDay(zone.at(day, wallClock) <= now ? day : day - 1);
    },
  };
}
