import { type Cohort, type Counts, noCounts } from "@anshi/domain";

/** What a question sums up for one slot; every cohort's counts follow from it. */
export const sumNames = [
  // Whatever the window.
  ...(["startedAll", "keptAll", "voidAll", "missedAll", "provisionalAll"] as const),
  // By stop day, within the window.
  ...(["kept", "void", "late", "succeeded", "failed"] as const),
  // By miss day.
  ...(["missed", "lateMissed"] as const),
  // By start day.
  ...(["startedIn", "keptIn", "lateIn", "voidIn", "missedIn", "provisionalIn"] as const),
  // By the rating's day.
  ...(["ratings", "scores"] as const),
] as const;

export type SumName = (typeof sumNames)[number];

/** The sums of a slot, by `sumAt`: there are many slots, and a question meets them all. */
export type Sums = Int32Array;

/** Where a sum stands. */
const sumAt = Object.fromEntries(sumNames.map((name, index) => [name, index])) as {
  readonly [name in SumName]: number;
};

/** The counts of a cohort (domain.md §3). */
export function countsOf(sums: Sums, cohort: Cohort): Counts {
  const of = (name: SumName): number => sums[sumAt[name]] ?? 0;
  const always = {
    ...noCounts,
    succeeded: of("succeeded"),
    failed: of("failed"),
    ratings: of("ratings"),
    scores: of("scores"),
  };
  switch (cohort) {
    case "settled":
      return {
        ...always,
        kept: of("kept"),
        late: of("lateMissed"),
        overdue: of("missed") - of("lateMissed"),
        void: of("void"),
        pending: of("startedAll") - of("keptAll") - of("voidAll") - of("missedAll"),
        provisional: of("provisionalAll"),
      };
    case "received":
      return {
        ...always,
        kept: of("keptIn"),
        late: of("lateIn"),
        overdue: of("missedIn") - of("lateIn"),
        void: of("voidIn"),
        pending: of("startedIn") - of("keptIn") - of("voidIn") - of("missedIn"),
        provisional: of("provisionalIn"),
      };
    case "closed":
      return { ...always, kept: of("kept"), late: of("late"), void: of("void") };
  }
}
