import { type Assessment, type Clock, missDay, stateAt } from "../clock/index.js";
import type { Day, Instant, Zone } from "../time/index.js";
import { add, type Cohort, type Counts, noCounts, type Slot, type SlotCounts } from "./counts.js";

/** Local dates, both ends included; an absent end is open. */
export interface Window {
  readonly from?: Day;
  readonly to?: Day;
}

const succeeded = new Set(["agreed", "settled"]);

/**
 * The counts at T of assessed cases, one by one: the plain statement of domain.md §3 that every stored counter
 * must equal.
 */
export function tally(
  cases: Iterable<Assessment>,
  t: Instant,
  window: Window,
  cohort: Cohort,
  zone: Zone,
): readonly SlotCounts[] {
  const slots = new Map<string, SlotCounts>();
  const put = (slot: Slot, counts: Partial<Counts>): void => {
    const key = JSON.stringify([slot.clock, slot.unit, slot.online, slot.origin]);
    const before = slots.get(key)?.counts ?? noCounts;
    slots.set(key, { ...slot, cohort, counts: add(before, { ...noCounts, ...counts }) });
  };
  const inside = (day: Day | null): boolean =>
    day !== null &&
    day >= (window.from ?? Number.NEGATIVE_INFINITY) &&
    day <= (window.to ?? Number.POSITIVE_INFINITY);

  for (const { clocks, online, ratings } of cases) {
    for (const clock of clocks) {
      const { kind, unit, origin } = clock;
      const counts = countsOf(clock, t, inside, cohort);
      if (counts !== undefined) put({ clock: kind, unit, online, origin }, counts);
    }
    const rating = ratings.filter((each) => each.at <= t).at(-1);
    if (rating !== undefined && inside(zone.dayOf(rating.at))) {
      const slot: Slot = { clock: "complaint.mediate", unit: rating.unit, online, origin: null };
      put(slot, { ratings: 1, scores: rating.score });
    }
  }
  return [...slots.values()];
}

function countsOf(
  clock: Clock,
  t: Instant,
  inside: (day: Day | null) => boolean,
  cohort: Cohort,
): Partial<Counts> | undefined {
  const state = stateAt(clock, t);
  if (state === undefined) return undefined;
  const stopped = state === "kept" || state === "late";
  const success =
    stopped && inside(clock.closeDay) && hasSuccess(clock)
      ? succeeded.has(clock.closedBy ?? "")
        ? { succeeded: 1 }
        : { failed: 1 }
      : {};
  const day = dayOf(clock, state, cohort);
  if (state === "pending") {
    const counts = { pending: 1, provisional: clock.due.provisional ? 1 : 0 };
    return cohort === "settled" || (cohort === "received" && inside(day)) ? counts : undefined;
  }
  return inside(day) ? { [state]: 1, ...success } : success;
}

/** The day by which a window takes a clock in a state. */
function dayOf(clock: Clock, state: string, cohort: Cohort): Day | null {
  if (cohort === "received") return clock.startDay;
  if (cohort === "closed") return state === "overdue" ? null : clock.closeDay;
  return state === "late" || state === "overdue" ? missDay(clock) : clock.closeDay;
}

function hasSuccess(clock: Clock): boolean {
  return clock.kind === "complaint.mediate" || clock.kind === "odr.close";
}
