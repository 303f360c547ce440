import { type Day, formatDay, type Zone, zone } from "@anshi/domain";

const zones = new Map<string, Zone>();

/** The ledger's zone by name. */
function zoneNamed(name: string): Zone {
  const known = zones.get(name) ?? zone(name);
  zones.set(name, known);
  return known;
}

/** An instant as the ledger's wall clock shows it: `2026-11-26 18:05:12`. */
export function localTime(instant: number | string, timeZone: string): string {
  const ms = typeof instant === "string" ? Date.parse(instant) : instant;
  const own = zoneNamed(timeZone);
  const clock = new Date(own.wallClock(ms)).toISOString().slice(11, 19);
  return `${formatDay(own.dayOf(ms))} ${clock}`;
}

/** The ledger's local day of an instant. */
export const dayOf = (ms: number, timeZone: string): Day => zoneNamed(timeZone).dayOf(ms);

/** 00:00 of a local day, RFC 3339: the end of the day before it. */
export const startOf = (day: Day, timeZone: string): string =>
  new Date(zoneNamed(timeZone).at(day, 0)).toISOString();
