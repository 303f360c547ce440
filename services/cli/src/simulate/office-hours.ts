import { type Calendar, calendar, type Day, type Instant, zone } from "@anshi/domain";
import type { Random } from "./random.js";

/** The days and hours of one place, looked up in tables: a simulation asks for them at every act. */
export interface OfficeHours {
  readonly isWorkday: (day: Day) => boolean;
  readonly startOf: (day: Day) => Instant;
  readonly dayOf: (instant: Instant) => Day;
  /** The n-th working day after a day; n from 1. */
  readonly workdayAfter: (day: Day, n: number) => Day;
  /** An instant at which offices work, n working days after `from`; 0: within hours of it. */
  readonly actAfter: (from: Instant, workingDays: number, random: Random) => Instant;
  readonly calendar: Calendar;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Tables from the first day to the last, of the built-in calendar; what lies after the last is cut to it. */
export function officeHours(first: Day, last: Day, zoneName: string): OfficeHours {
  const local = zone(zoneName);
  const days = calendar();
  const length = last - first + 1;
  const starts = Array.from({ length: length + 1 }, (_none, nth) => local.startOf(first + nth));
  const workdays: Day[] = [];
  const passed = Array.from({ length }, (_none, nth) => {
    if (days.isWorkday(first + nth)) workdays.push(first + nth);
    return workdays.length;
  });
  const within = (nth: number): number => Math.min(Math.max(nth, 0), length - 1);
  const startOf = (day: Day): Instant => starts[within(day - first)] ?? 0;
  const dayOf = (instant: Instant): Day => {
    let nth = within(Math.floor((instant - (starts[0] ?? 0)) / (24 * HOUR)));
    // A day with a clock change is an hour shorter or longer than the division takes it for.
    while (nth > 0 && instant < (starts[nth] ?? 0)) nth -= 1;
    while (nth < length - 1 && instant >= (starts[nth + 1] ?? 0)) nth += 1;
    return first + nth;
  };
  const workdayAfter = (day: Day, n: number): Day =>
    workdays[(passed[within(day - first)] ?? 0) + n - 1] ?? last;
  return {
    calendar: days,
    isWorkday: days.isWorkday,
    startOf,
    dayOf,
    workdayAfter,
    actAfter: (from, workingDays, random) => {
      const hour = atWork(random);
      if (workingDays < 1) return from + 5 * MINUTE + random.below(4 * HOUR);
      return startOf(workdayAfter(dayOf(from), workingDays)) + hour;
    },
  };
}

/** Milliseconds since midnight of an act: 8:30–12:00 or 14:30–18:00; now and then the day's last instant, where errors hide. */
function atWork(random: Random): number {
  const n = random.next();
  if (n < 0.002) return 24 * HOUR - 1;
  return n < 0.55 ? 8.5 * HOUR + random.below(3.5 * HOUR) : 14.5 * HOUR + random.below(3.5 * HOUR);
}

/** Milliseconds since midnight at which a case comes in: mostly when people are awake, platforms around the clock. */
export function comesInAt(random: Random): number {
  return random.chance(0.85) ? atWork(random) : random.below(24 * HOUR);
}
