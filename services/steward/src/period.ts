import { type Day, formatDay, formatInstant, type Instant, weekday, type Zone } from "@anshi/domain";

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

/** Once a week, from a wall clock time of an ISO weekday on (7 is Sunday); the period is named by that day. */
export function weekly(on: number, hour: number, minute: number): Schedule {
  const { day } = daily(hour, minute);
  return {
    cron: `${minute} ${hour} * * ${on}`,
    period: (now, zone) => {
      const today = day(now, zone);
      return formatDay(today - ((weekday(today) - on + 7) % 7));
    },
  };
}

/** The schedule that a variable states: `HH:MM` is daily, else `hourly`. */
export function scheduleOf(text: string): Schedule {
  if (text === "hourly") return hourly(0);
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return daily(hour, minute);
}
