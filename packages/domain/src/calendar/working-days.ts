import type { Day } from "../time/index.js";
import type { Calendar } from "./calendar.js";

/** The n-th working day after a day; the day itself for n = 0. */
export function workingDaysAfter(calendar: Calendar, day: Day, n: number): Day {
  let at = day;
  for (let count = 0; count < n; ) {
    at += 1;
    if (calendar.isWorkday(at)) count += 1;
  }
  return at;
}
