import { setTimeout as sleep } from "node:timers/promises";
import { isRebuilding, readReference } from "@anshi/board";
import { type Calendar, formatDay, parseDay, yearOf, yearSpan } from "@anshi/domain";
import { head, type LedgerId, type Queryable } from "@anshi/ledger";
import type { LedgerJob } from "../job.js";
import { daily } from "../period.js";

const LOOK_MS = 500;

/**
 * Looks how far the holidays are known. The State Council's notice for a year comes in the November before; from 1 December
 * on, and whenever the due day of an open clock depends on a year without one, it warns. In the morning, for people to read; once the board is
 * at its place, where it is being built anew.
 */
export const calendarHorizon: LedgerJob = {
  name: "calendar-horizon",
  scope: "ledger",
  ...daily(8, 0),
  run: async ({ pool, ledger, zone, now, signal, log }) => {
    while (await isRebuilding(pool, ledger)) await sleep(LOOK_MS, undefined, { signal });
    const { position } = await head(pool, ledger);
    const { calendar } = await readReference(pool, ledger, position);
    const horizon = horizonOf(calendar, zone.dayOf(now), await countProvisional(pool, ledger));
    if (horizon.warn) {
      log.warn(
        horizon,
        "the holidays of a coming year are not known: publish its arrangement (calendar.published)",
      );
    }
    return horizon;
  },
};

/** How far a calendar reaches. */
export type Horizon = {
  /** The last day up to which every year, from this one on, has an arrangement; null when this one has none. */
  readonly known_until: string | null;
  /** Open clocks whose due day depends on a year without one. */
  readonly provisional_open: number;
  readonly warn: boolean;
};

/** The horizon as seen on a local day. */
export function horizonOf(calendar: Calendar, today: number, provisional: number): Horizon {
  const thisYear = yearOf(today);
  let unknown = thisYear;
  while (isKnown(calendar, unknown)) unknown += 1;
  const isLate =
    unknown === thisYear || (unknown === thisYear + 1 && formatDay(today) >= `${thisYear}-12-01`);
  return {
    known_until: unknown === thisYear ? null : yearSpan(unknown - 1).last,
    provisional_open: provisional,
    warn: isLate || provisional > 0,
  };
}

function isKnown(calendar: Calendar, year: number): boolean {
  const first = parseDay(yearSpan(year).first);
  return first !== undefined && calendar.isSettled(first);
}

async function countProvisional(db: Queryable, ledger: LedgerId): Promise<number> {
  const { rows } = await db.query<{ readonly n: number }>(
    "select count(*)::integer as n from live where ledger = $1 and open and provisional",
    [ledger],
  );
  return rows[0]?.n ?? 0;
}
