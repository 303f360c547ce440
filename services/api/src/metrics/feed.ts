import { checkpoint, readReference } from "@anshi/board";
import { type Calendar, caseKinds, type Instant, type Zone } from "@anshi/domain";
import { lastRecorded } from "@anshi/ledger";
import type { Metrics, Shift } from "@anshi/runtime";
import { type Reading, zoneOf } from "../reading.js";
import { ledgersShown, scrape } from "./scrape.js";

/**
 * For how much working time no event of a case has come. Working time alone: nobody files at night, and a feed that ends on
 * Friday evening is not silent on Monday morning. What anshi itself adds to a ledger is no sign of life of its feed.
 */
export function collectFeed(metrics: Metrics, reading: Reading, shifts: readonly Shift[]): void {
  const silent = metrics.gauge({
    name: "anshi_feed_silent_working_seconds",
    help: "Working time since the last event of a case was recorded",
    labels: ["ledger"],
  });
  metrics.collector("feed", [silent], (put) =>
    scrape(reading, async (client) => {
      for (const ledger of await ledgersShown(client, reading)) {
        const last = await lastRecorded(client, ledger, caseKinds);
        if (last === undefined) continue;
        const reached = (await checkpoint(client, ledger)) ?? 0n;
        const { calendar } = await readReference(client, ledger, reached);
        const time = workingTime(calendar, zoneOf(reading, ledger), shifts, last, reading.now());
        put(silent, time / 1_000, { ledger });
      }
    }),
  );
}

/** Milliseconds of working time in [from, to); 0 when `to` lies before. */
export function workingTime(
  calendar: Calendar,
  zone: Zone,
  shifts: readonly Shift[],
  from: Instant,
  to: Instant,
): number {
  let sum = 0;
  for (let day = zone.dayOf(from); day <= zone.dayOf(to); day += 1) {
    if (!calendar.isWorkday(day)) continue;
    for (const shift of shifts) {
      const begins = Math.max(zone.at(day, shift.from * MINUTE), from);
      const ends = Math.min(zone.at(day, shift.to * MINUTE), to);
      sum += Math.max(ends - begins, 0);
    }
  }
  return sum;
}

const MINUTE = 60_000;
