/** A calendar date without a zone: whole days since 1970-01-01 (proleptic Gregorian). */
export type Day = number;

export const DAY_MS = 86_400_000;

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/u;

/** The day of a `YYYY-MM-DD` text, or `undefined` when it is no real date. */
export function parseDay(text: string): Day | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const day = date.getTime() / DAY_MS;
  return formatDay(day) === text ? day : undefined;
}

/** `YYYY-MM-DD` of a day. */
export function formatDay(day: Day): string {
  const iso = new Date(day * DAY_MS).toISOString();
  return iso.slice(0, iso.indexOf("T"));
}

/** ISO weekday, 1 Monday to 7 Sunday (1970-01-01 was a Thursday). */
export function weekday(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The year a day lies in (proleptic Gregorian): eras of 400 years, whose years begin in March. */
export function yearOf(day: Day): number {
  const shifted = day + DAYS_TO_0000_03_01;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return era * 400 + yearOfEra + (dayOfYear >= DAYS_FROM_MARCH_TO_JANUARY ? 1 : 0);
}

const DAYS_TO_0000_03_01 = 719_468;
const DAYS_OF_ERA = 146_097;
const DAYS_FROM_MARCH_TO_JANUARY = 306;

/** First and last date of a year, `YYYY-MM-DD`. */
export function yearSpan(year: number): { readonly first: string; readonly last: string } {
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}

/** 1 January of a year. */
export function yearStart(year: number): Day {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime() / DAY_MS;
}
