import { type Day, parseDay, weekday, yearOf } from "../time/index.js";
import { BUILT_IN, builtIn } from "./notices.js";

/** One year's arrangement: all its days off (weekends within them included) and its make-up working days. */
export interface Arrangement {
  readonly year: number;
  readonly off: readonly string[];
  readonly work: readonly string[];
}

/** An arrangement as published: `version` says which notice it is, e.g. the event that brought it. */
export interface Published extends Arrangement {
  readonly version: string;
}

/** Working days as known at one position of the ledger. */
export interface Calendar {
  /** One name a year with an arrangement, in order: `cn-2026@notice`. Carried by every answer. */
  readonly versions: readonly string[];
  readonly isWorkday: (day: Day) => boolean;
  /** The day lies in an arrangement's days off (an ordinary weekend does not). */
  readonly isOff: (day: Day) => boolean;
  /** The year of the day has an arrangement; without one, Monday to Friday are working days, provisionally. */
  readonly isSettled: (day: Day) => boolean;
}

/**
 * The calendar of the built-in years 2020–2026 with the published arrangements over them. A published
 * arrangement replaces its whole year (domain: "one event replaces its whole year").
 */
export function calendar(
  published: Iterable<Published> = [],
  base: readonly Arrangement[] = builtIn,
): Calendar {
  const years = new Map<number, Published>();
  for (const arrangement of base) years.set(arrangement.year, { ...arrangement, version: BUILT_IN });
  for (const arrangement of published) years.set(arrangement.year, arrangement);

  const off = new Set<Day>();
  const work = new Set<Day>();
  for (const arrangement of years.values()) {
    for (const text of arrangement.off) add(off, text);
    for (const text of arrangement.work) add(work, text);
  }

  // Walks ask the same days over and over.
  const asked = new Uint8Array(DAYS_KEPT);
  const of = (day: Day): number => {
    const known = asked[day];
    if (known !== undefined && known !== 0) return known;
    const isOff = off.has(day);
    const isWorkday = work.has(day) || (weekday(day) <= 5 && !isOff);
    const kind =
      KNOWN | (isWorkday ? WORKDAY : 0) | (isOff ? OFF : 0) | (years.has(yearOf(day)) ? SETTLED : 0);
    asked[day] = kind;
    return kind;
  };

  return {
    versions: [...years.values()]
      .sort((a, b) => a.year - b.year)
      .map((each) => `cn-${each.year}@${each.version}`),
    isWorkday: (day) => (of(day) & WORKDAY) !== 0,
    isOff: (day) => (of(day) & OFF) !== 0,
    isSettled: (day) => (of(day) & SETTLED) !== 0,
  };
}

/** Of a day; those from 1970 to 2119 are kept. */
const [KNOWN, WORKDAY, OFF, SETTLED] = [1, 2, 4, 8] as const;
const DAYS_KEPT = 54_786;

function add(days: Set<Day>, text: string): void {
  const day = parseDay(text);
  if (day !== undefined) days.add(day);
}
