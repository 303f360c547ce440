import type { ClockKind, Origin } from "../clock/index.js";

/** What counters are kept by: a clock kind and unit, and the flags that decide which measures count it. */
export interface Slot {
  readonly clock: ClockKind;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: Origin | null;
}

/** Integers of a slot in one cohort and window at T; they add up over slots, units and ledgers. */
export interface Counts {
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
  /** Running at T, whatever the window (in the received cohort: of those received in it). */
  readonly pending: number;
  readonly void: number;
  /** Pending whose due rests on a year without a notice. */
  readonly provisional: number;
  /** Mediations agreed or ODR items settled, by stop day, and those that failed. */
  readonly succeeded: number;
  readonly failed: number;
  /** Last ratings and the sum of their scores, by rating day. */
  readonly ratings: number;
  readonly scores: number;
}

export const noCounts: Counts = {
  kept: 0,
  late: 0,
  overdue: 0,
  pending: 0,
  void: 0,
  provisional: 0,
  succeeded: 0,
  failed: 0,
  ratings: 0,
  scores: 0,
};

/** Sum of two counts. */
export function add(a: Counts, b: Counts): Counts {
  return {
    kept: a.kept + b.kept,
    late: a.late + b.late,
    overdue: a.overdue + b.overdue,
    pending: a.pending + b.pending,
    void: a.void + b.void,
    provisional: a.provisional + b.provisional,
    succeeded: a.succeeded + b.succeeded,
    failed: a.failed + b.failed,
    ratings: a.ratings + b.ratings,
    scores: a.scores + b.scores,
  };
}

/** Which clocks a window takes: by what settled in it, by what was received in it, by what was stopped in it (办结口径). */
export type Cohort = "settled" | "received" | "closed";

export const cohorts: readonly Cohort[] = ["settled", "received", "closed"];

/** The counts of one slot in one cohort. */
export interface SlotCounts extends Slot {
  readonly cohort: Cohort;
  readonly counts: Counts;
}
