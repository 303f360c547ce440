import { type Day, formatDay, parseDay, weekday, yearOf } from "../time/index.js";
import type { Arrangement, Calendar } from "./calendar.js";

const SATURDAY = 6;

/** The arrangement of a year as a calendar knows it, days in order; `undefined` for a year whose notice is not out. */
export function arrangementOf(calendar: Calendar, year: number): Arrangement | undefined {
  const first = parseDay(`${String(year).padStart(4, "0")}-01-01`);
  if (first === undefined || !calendar.isSettled(first)) return undefined;
  const off: string[] = [];
  const work: string[] = [];
  for (let day: Day = first; yearOf(day) === year; day++) {
    if (calendar.isOff(day)) off.push(formatDay(day));
    else if (weekday(day) >= SATURDAY && calendar.isWorkday(day)) work.push(formatDay(day));
  }
  return { year, off, work };
}
