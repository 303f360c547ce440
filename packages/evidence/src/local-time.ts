import { formatDay, type Instant, zone } from "@anshi/domain";

/** An instant as the ledger's own clocks show it. */
export type LocalTime = (instant: Instant | string) => string;

/** The clocks of a zone: `2026-11-01 00:00:00`. */
export function localTime(name: string): LocalTime {
  const own = zone(name);
  return (instant) => {
    const at = typeof instant === "number" ? instant : Date.parse(instant);
    const clock = new Date(own.wallClock(at)).toISOString().slice(11, 19);
    return `${formatDay(own.dayOf(at))} ${clock}`;
  };
}
