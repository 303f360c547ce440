import { type Day, yearOf, yearStart } from "../time/index.js";
import type { Calendar } from "./calendar.js";

/**
 * The first day whose year has no arrangement, counted on from the year of `day` without a gap: from there on deadlines are
 * provisional. When that year has none itself, the end of the last arranged year before it; `undefined` when there is none.
 */
export function settledUntil(calendar: Calendar, day: Day): Day | undefined {
  let year = yearOf(day);
  if (calendar.isSettled(day)) {
    while (calendar.isSettled(yearStart(year))) year += 1;
    return yearStart(year);
  }
  for (const before = year - YEARS_BACK; year > before; year -= 1) {
    if (calendar.isSettled(yearStart(year - 1))) return yearStart(year);
  }
  return undefined;
}

/** Longer than any calendar is left without care. */
const YEARS_BACK = 100;
