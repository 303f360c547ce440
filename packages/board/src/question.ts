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

/** T, its local day and the window as the database takes them; an open end is infinite. */
export function parameters({
  ledger,
  asOf,
  window,
  zone,
}: Question): readonly [string, string, string, string, string] {
  return [
    ledger,
    formatInstant(asOf),
    formatDay(zone.dayOf(asOf)),
    window.from === undefined ? "-infinity" : formatDay(window.from),
    window.to === undefined ? "infinity" : formatDay(window.to),
  ];
}
