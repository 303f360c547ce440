import type { Day, Instant } from "../time/index.js";
import type { Due, Terms } from "./due.js";
import type { Fact } from "./fact.js";
import type { ClockKind, Rule } from "./rule.js";

/** Where a lead came from, as far as it is known. */
export type Origin = "report" | "assigned" | "supervised" | "inspection" | "monitoring";

/** The due as it stood from an instant on; lists and derivations at a past T need it. */
export interface DueStep extends Due {
  readonly from: Instant;
}

/** What a clock did not keep or keep: decided when it closes, or by time alone while it is open. */
export type Outcome =
  /** No act and no ending yet: pending, and overdue from the lapse on. */
  | "open"
  /** The act, on time. */
  | "kept"
  /** The act, after the lapse. */
  | "late"
  /** Ended before the lapse by something other than the act: counts nowhere. */
  | "void"
  /** Ended after the lapse: missed for good, never completed. */
  | "ended";

/**
 * One statutory deadline running on one case for one unit: one row that answers every T (domain.md §2).
 * Named by (kind, startedBy): the fact that started it.
 */
export interface Clock {
  readonly kind: ClockKind;
  readonly startedBy: Fact;
  readonly unit: string;
  /** Of leads: the origin of the receipt it started under; `null` when unknown. Other cases: `null`. */
  readonly origin: Origin | null;
  readonly rule: Rule;
  readonly start: Instant;
  readonly startDay: Day;
  /** The due as it finally stood. */
  readonly due: Due;
  readonly dueSteps: readonly DueStep[];
  readonly outcome: Outcome;
  /** The instant of the act or ending. */
  readonly close: Instant | null;
  readonly closeDay: Day | null;
  /** The act or ending: `accepted`, `verified`, `transferred`, … */
  readonly closedBy: string | null;
  /** Closed by a fact that came before the receipt (or acceptance) it needed. */
  readonly disordered: boolean;
  /** An extension was approved after the lapse (逾期延期); it changed nothing. */
  readonly lateExtension: boolean;
  /** Local day since which the clock is suspended, while it is open and suspended. */
  readonly suspendedSince: Day | null;
  readonly terms: Terms;
}

/** The day on which a miss counts: the later of due day and start day (domain.md §3); `null` when it cannot lapse. */
export function missDay(clock: Clock): Day | null {
  return clock.due.day === null ? null : Math.max(clock.due.day, clock.startDay);
}

/** The instant from which a miss is visible: the later of lapse and start. */
export function missVisible(clock: Clock): Instant | null {
  return clock.due.lapse === null ? null : Math.max(clock.due.lapse, clock.start);
}
