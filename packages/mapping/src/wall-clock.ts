import { DAY_MS, type Instant, parseDay, parseInstant, type Zone } from "@anshi/domain";

/** What a text says about when: a moment, or only a date. */
export type When =
  | { readonly kind: "moment"; readonly rfc3339: string }
  | { readonly kind: "date"; readonly date: string };

const form =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:(?:[Tt]|\s+|(?<=日))(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/u;

/**
 * Reads `YYYY-MM-DD`, `YYYY/M/D`, `YYYY.M.D` or `YYYY年M月D日`, alone or with `H:MM[:SS[.fff]]` after a `T` or a blank, with or
 * without an offset. A time without one is the wall clock of `zone`: a skipped time moves forward by the gap, of a repeated one
 * the earlier counts (RFC 5545 §3.3.5). `undefined` when the text is none of these or no real date.
 */
export function readWhen(text: string, zone: Zone): When | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const month = match[2] ?? match[4] ?? match[6] ?? match[8] ?? "";
  const dayOfMonth = match[3] ?? match[5] ?? match[7] ?? match[9] ?? "";
  const date = `${match[1]}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`;
  const day = parseDay(date);
  if (day === undefined) return undefined;
  const [hour, minute, second = "00", fraction = "", offset] = match.slice(10);
  if (hour === undefined || minute === undefined) return { kind: "date", date };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (offset !== undefined) {
    const rfc3339 = `${date}T${hour.padStart(2, "0")}:${minute}:${second}${fraction}${offsetText(offset)}`;
    return parseInstant(rfc3339) === undefined ? undefined : { kind: "moment", rfc3339 };
  }
  const clock =
    ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 +
    Number(fraction.slice(1, 4).padEnd(3, "0"));
  return { kind: "moment", rfc3339: localText(zone.at(day, clock), zone) };
}

/**
 * The moment an import stamps a fact of which only the date is known: 12:00 and, so that the order of the file is kept, as many
 * milliseconds as rows came before it. The same file always gives the same stamp, wherever an import begins.
 */
export function noonOf(date: string, rowNumber: number, zone: Zone): string {
  const rank = Math.min(rowNumber - 1, DAY_MS / 2 - 1);
  return localText(zone.at(parseDay(date) ?? 0, DAY_MS / 2 + rank), zone);
}

/** RFC 3339 with the offset of the zone; in UTC where the offset is no whole minute (local mean times before 1901). */
function localText(instant: Instant, zone: Zone): string {
  const local = zone.dayOf(instant) * DAY_MS + zone.wallClock(instant);
  const offset = (local - instant) / 60_000;
  if (!Number.isInteger(offset)) return new Date(instant).toISOString();
  const text = new Date(local).toISOString().replace(/(?:\.000)?Z$/u, "");
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  return `${text}${offset < 0 ? "-" : "+"}${hours}:${String(size % 60).padStart(2, "0")}`;
}

function offsetText(offset: string): string {
  if (offset.length === 1) return "Z";
  return offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}
