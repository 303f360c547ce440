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
const CACHED_OFFSETS = 200_000;

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

/** Offset of the zone from UTC at an instant, in ms. Changes lie on quarter hours, so one answer a quarter hour is kept. */
function offsets(name: string): (instant: Instant) => number {
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
  const kept = new Map<number, number>();

  return (instant) => {
    const quarter = Math.floor(instant / QUARTER_HOUR);
    const known = kept.get(quarter);
    if (known !== undefined) return known;
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(quarter * QUARTER_HOUR)) part[type] = value;
    const year = part.era === "BC" ? 1 - Number(part.year) : Number(part.year);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
    local.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
    const offset = local.getTime() - quarter * QUARTER_HOUR;
    if (kept.size >= CACHED_OFFSETS) kept.clear();
    kept.set(quarter, offset);
    return offset;
  };
}
