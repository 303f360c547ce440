import { type Cohort, formatDay, formatInstant, type Instant, type Window, type Zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";

/** What counters are asked: the board of a ledger as of T, as known at P, over a window of local dates. */
export interface Question {
  readonly ledger: LedgerId;
  readonly asOf: Instant;
  readonly knownAt: bigint;
  readonly window: Window;
  readonly cohort: Cohort;
  readonly zone: Zone;
}

/** The ledger, T, its local day and the window as the database takes them; an open end is null. */
export function parameters({
  ledger,
  asOf,
  window,
  zone,
}: Question): readonly [string, string, string, string | null, string | null] {
  return [
    ledger,
    formatInstant(asOf),
    formatDay(zone.dayOf(asOf)),
    window.from === undefined ? null : formatDay(window.from),
    window.to === undefined ? null : formatDay(window.to),
  ];
}
