import { type Day, formatDay, formatInstant, type Instant, type Zone } from "@anshi/domain";

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
export function daily(
  hour: number,
  minute: number,
): Schedule & { readonly day: (now: Instant, zone: Zone) => Day } {
  const wallClock = (hour * 60 + minute) * MINUTE;
  const day = (now: Instant, zone: Zone): Day => {
    const today = zone.dayOf(now);
    return zone.at(today, wallClock) <= now ? today : today - 1;
  };
  return { cron: `${minute} ${hour} * * *`, day, period: (now, zone) => formatDay(day(now, zone)) };
}

/** Once an hour, from a minute of it on; the period is named by the hour of UTC, which no clock change repeats (`2026-11-22T09`). */
export function hourly(minute: number): Schedule {
  return {
    cron: `${minute} * * * *`,
    period: (now) => formatInstant(now - minute * MINUTE).slice(0, "2026-11-22T09".length),
  };
}
