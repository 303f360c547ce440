/** An instant: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

const pattern = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/u;

/**
 * The instant of an RFC 3339 text, cut (not rounded) to whole milliseconds; `undefined` when the text is none.
 * Cutting goes towards the past, also before 1970.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, date = "", clock = "", fraction = "", offset = ""] = match;
  const milliseconds = fraction
    .slice(0, 4)
    .padEnd(4, fraction === "" ? " " : "0")
    .trim();
  const instant = Date.parse(`${date}T${clock}${milliseconds}${offset.toUpperCase()}`);
  if (Number.isNaN(instant)) return undefined;
  // Date.parse forgives 02-30 and 24:00:00; RFC 3339 does not.
  const echo = new Date(Date.parse(`${date}T${clock}Z`)).toISOString();
  return echo.startsWith(`${date}T${clock}`) ? instant : undefined;
}

/** RFC 3339 in UTC with three fractional digits. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}
