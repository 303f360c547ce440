import { checkpoint, readReference } from "@anshi/board";
import { type Calendar, type Instant, settledUntil, type Zone } from "@anshi/domain";
import type { Metrics, Shift } from "@anshi/runtime";
import { type Reading, zoneOf } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/** Working hours by the calendar known, and how long that calendar lasts. */
export function collectCalendar(metrics: Metrics, reading: Reading, shifts: readonly Shift[]): void {
  const working = metrics.gauge({
    name: "anshi_working_hours",
    help: "1: within the office hours of a local working day (ANSHI_WORKING_HOURS)",
    labels: ["ledger"],
  });
  const known = metrics.gauge({
    name: "anshi_calendar_known_until_timestamp_seconds",
    help: "End of the last year whose working days have been published; later deadlines are provisional",
    labels: ["ledger"],
  });
  metrics.collector("calendar", [working, known], (put) =>
    scrape(reading, async (client) => {
      for (const ledger of await ledgersShown(client, reading)) {
        const zone = zoneOf(reading, ledger);
        const now = reading.now();
        const reached = (await checkpoint(client, ledger)) ?? 0n;
        const { calendar } = await readReference(client, ledger, reached);
        put(working, Number(isWorkingTime(calendar, zone, shifts, now)), { ledger });
        const until = settledUntil(calendar, zone.dayOf(now));
        if (until !== undefined) put(known, zone.startOf(until) / 1_000, { ledger });
      }
    }),
  );
}

/** Whether T lies in a shift of a working day. */
export function isWorkingTime(calendar: Calendar, zone: Zone, shifts: readonly Shift[], t: Instant): boolean {
  if (!calendar.isWorkday(zone.dayOf(t))) return false;
  const minutes = zone.wallClock(t) / 60_000;
  return shifts.some(({ from, to }) => from <= minutes && minutes < to);
}
