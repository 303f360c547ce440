import { DAY_MS, type Day } from "./day.js";
import type { Instant } from "./instant.js";

/** Local dates of one IANA time zone. Pure, from the zone rules Node carries; the machine's own zone plays no part. */
export interface Zone {
  readonly name: string;
  /** The local date an instant falls on. */
  readonly dayOf: (instant: Instant) => Day;
  /** 00:00 of a local date; where a clock change skips midnight, the first instant of the date. */
  readonly startOf: (day: Day) => Instant;
  /** Milliseconds of the local wall clock since its midnight. */
  readonly wallClock: (instant: Instant) => number;
  /** The instant of a wall clock; skipped times move forward by the gap, repeated ones are the earlier. */
  readonly at: (day: Day, wallClock: number) => Instant;
}

const QUARTER_HOUR = 900_000;
const MOST_KEPT = 200_000;

/** The zone of an IANA name such as `Asia/Shanghai`; throws `RangeError` for an unknown name (a configuration fault). */
export function zone(name: string): Zone {
  const offsetAt = offsets(name);

  const at = (day: Day, wallClock: number): Instant => {
    const local = day * DAY_MS + wallClock;
    const before = local - offsetAt(local - DAY_MS);
    const after = local - offsetAt(local + DAY_MS);
    // Away from a change both agree. At a repeated time both are real and the earlier counts; in a gap neither is,
    // and the offset before the change moves the time forward.
    if (before + offsetAt(before) === local) return before;
    if (after + offsetAt(after) === local) return after;
    return before;
  };

  return {
    name,
    dayOf: (instant) => Math.floor((instant + offsetAt(instant)) / DAY_MS),
    startOf: (day) => at(day, 0),
    wallClock: (instant) => {
      const local = instant + offsetAt(instant);
      return local - Math.floor(local / DAY_MS) * DAY_MS;
    },
    at,
  };
}

/**
 * Offset of the zone from UTC at an instant, in ms. Changes lie on quarter hours, and no zone has ever had two within two
 * days: a day whose ends agree has one offset.
 */
function offsets(name: string): (instant: Instant) => number {
  const read = offsetReader(name);
  const atQuarter = kept(QUARTER_HOUR, read);
  const atMidnight = kept(DAY_MS, read);
  const ofDay = kept(DAY_MS, (from) => {
    const offset = atMidnight(from);
    return offset === atMidnight(from + DAY_MS) ? offset : null;
  });
  return (instant) => ofDay(instant) ?? atQuarter(instant);
}

/** Keeps the answers for instants in steps. */
function kept<T>(step: number, answer: (from: Instant) => T): (instant: Instant) => T {
  const answers = new Map<number, T>();
  return (instant) => {
    const nth = Math.floor(instant / step);
    const known = answers.get(nth);
    if (known !== undefined) return known;
    const fresh = answer(nth * step);
    if (answers.size >= MOST_KEPT) answers.clear();
    answers.set(nth, fresh);
    return fresh;
  };
}

function offsetReader(name: string): (instant: Instant) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    calendar: "gregory",
    numberingSystem: "latn",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  return (instant) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = value;
    const year = part.era === "BC" ? 1 - Number(part.year) : Number(part.year);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
    local.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
    return local.getTime() - instant;
  };
}
