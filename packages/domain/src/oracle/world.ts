import { isWeekend } from "./days.js";

/** What surrounds a case: where its days begin and which of them are worked. */
export interface OracleWorld {
  /** Fixed offset of local time from UTC, minutes (480 for China). */
  readonly offsetMinutes: number;
  /** Whether a day `YYYY-MM-DD` is among the days off of its year's notice. */
  readonly off: (day: string) => boolean;
  /** Whether a day `YYYY-MM-DD` is a make-up working day of its year's notice. */
  readonly work: (day: string) => boolean;
  /** Whether the notice of a year is known; without one Monday to Friday are worked. */
  readonly knownYear: (year: number) => boolean;
}

/** Whether a day is a working day (domain.md §5). A make-up day wins over a day off, should a notice name both. */
export function isWorked(day: string, world: OracleWorld): boolean {
  if (world.knownYear(Number(day.slice(0, 4)))) {
    if (world.work(day)) return true;
    if (world.off(day)) return false;
  }
  return !isWeekend(day);
}
