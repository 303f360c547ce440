import { type Cohort, type Instant, type Window, yearOf, yearStart, type Zone } from "@anshi/domain";

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

/** Boards of all cohorts, over all time and the year, now and as of instants spread over the ledger's life. */
export function questionsOver(
  zone: Zone,
  first: Instant,
  now: Instant,
): readonly Omit<ReplayQuestion, "knownAt">[] {
  const instants = [0.25, 0.5, 0.75].map((part) => Math.floor(first + part * (now - first)));
  return [...instants, now].flatMap((asOf) =>
    (["settled", "received", "closed"] as const).map((cohort, index) => {
      const today = zone.dayOf(asOf);
      const window = index % 2 === 0 ? {} : { from: yearStart(yearOf(today)), to: today };
      return { asOf, window, cohort };
    }),
  );
}
