import type { Cohort, Instant, Window } from "@anshi/domain";

/** A board that a replay counts. */
export interface ReplayQuestion {
  readonly asOf: Instant;
  readonly knownAt: bigint;
  readonly window: Window;
  readonly cohort: Cohort;
}

/** The last position that any of them is known at; 0 for none. */
export function lastKnown(questions: readonly Pick<ReplayQuestion, "knownAt">[]): bigint {
  let last = 0n;
  for (const { knownAt } of questions) if (last < knownAt) last = knownAt;
  return last;
}
