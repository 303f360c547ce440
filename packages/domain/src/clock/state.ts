import type { Instant } from "../time/index.js";
import { type Clock, type DueStep, missVisible } from "./clock.js";

/** What a clock is at an instant (domain.md §3). */
export type State =
  /** Running, not lapsed. */
  | "pending"
  /** Stopped on time. */
  | "kept"
  /** Stopped after the lapse. */
  | "late"
  /** Lapsed, no stop. */
  | "overdue"
  | "void";

/** The state at T; `undefined` when the clock has not started by T. It becomes overdue by time alone. */
export function stateAt(clock: Clock, t: Instant): State | undefined {
  if (clock.start > t) return undefined;
  if (clock.close !== null && clock.close <= t) {
    if (clock.outcome === "ended") return "overdue";
    if (clock.outcome !== "open") return clock.outcome;
  }
  const visible = missVisible(clock);
  return visible !== null && visible <= t ? "overdue" : "pending";
}

/** Still awaiting its act at T: neither stopped nor ended by then. */
export function isOpenAt(clock: Clock, t: Instant): boolean {
  return clock.start <= t && (clock.close === null || clock.close > t);
}

/** The due as it stood at T. */
export function dueAt(clock: Clock, t: Instant): DueStep | undefined {
  let standing = clock.dueSteps[0];
  for (const step of clock.dueSteps) if (step.from <= t) standing = step;
  return standing;
}
