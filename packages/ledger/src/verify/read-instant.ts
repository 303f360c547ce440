// Of the domain only this: the whole of it takes a thread longer to load than thousands of events to check.
import { parseInstant } from "@anshi/domain/time";

const ZERO = 48;
const MINUTE = 60_000;
const separators = /^.{4}-.{2}-.{2}T.{2}:.{2}:.{2}(\.\d{3})?(Z|[+-].{2}:.{2})$/u;

/**
 * The instant a stored body states: `parseInstant`, with texts of the usual forms – whole seconds or three digits more – read by their
 * places, for there are many. `undefined` when it is none.
 */
export function readInstant(text: string): number | undefined {
  if (!separators.test(text)) return parseInstant(text);
  const end = text.charAt(19) === "." ? 23 : 19;
  const isUtc = text.length === end + 1;
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const year = digits(text, 0, 4);
  const [awayHours, awayMinutes] = isUtc ? [0, 0] : [digits(text, end + 1, 2), digits(text, end + 4, 2)];
  // Where Date.UTC would carry over, or take a year for another century's, the long way decides.
  const isDay = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  const isClock = hour <= 23 && minute <= 59 && second <= 59 && awayHours <= 23 && awayMinutes <= 59;
  if (!isDay || !isClock) return parseInstant(text);
  const away = (awayHours * 60 + awayMinutes) * MINUTE;
  const millisecond = end === 23 ? digits(text, 20, 3) : 0;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  return text.charAt(end) === "-" ? local + away : local - away;
}

/** The number that some characters write; NaN when one is no digit. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}
