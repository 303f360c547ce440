/**
 * Local days as texts `YYYY-MM-DD`: the oracle's own, slow and plain. Texts compare as days do.
 */

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The local day of an instant (ms) at a fixed offset from UTC in minutes. */
export function dayOf(at: number, offsetMinutes: number): string {
  return new Date(at + offsetMinutes * minuteMs).toISOString().slice(0, 10);
}

/** The instant (ms) at which a local day begins. */
export function midnightOf(day: string, offsetMinutes: number): number {
  return Date.parse(`${day}T00:00:00Z`) - offsetMinutes * minuteMs;
}

/** The day `n` days after `day` (before it, when `n` is negative). */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * dayMs).toISOString().slice(0, 10);
}

/** The day after `day`. */
export function nextDay(day: string): string {
  return addDays(day, 1);
}

/** Whether a day is a Saturday or a Sunday. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The later of two days. */
export function laterDay(a: string, b: string): string {
  return a > b ? a : b;
}

/**
 * The instant (ms) an RFC 3339 text names; digits after the third of a second are cut, not rounded.
 * `null` when the text is none.
 */
export function instantOf(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/.exec(text);
  if (parts === null) return null;
  const [, day, time, fraction = "", offset = "Z"] = parts;
  const millis = `${fraction}000`.slice(0, 3);
  return Date.parse(`${day}T${time}.${millis}${offset.toUpperCase()}`);
}
