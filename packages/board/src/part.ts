import {
  alwaysReceived,
  type ClockKind,
  type Cohort,
  type Counts,
  type Day,
  measures,
  noCounts,
  type Window,
} from "@anshi/domain";
import { type Axis, indexOf, offsets, seriesOf, widthOf } from "./mark.js";
import { addAt } from "./vector.js";

/** After every day there is. */
export const EVER = 2_147_483_647;

/** Sums of one series over days that a cohort is counted from: what is sealed, then what changed since added to it. */
export interface Part {
  readonly axis: Axis;
  readonly series: number;
  /** The day before its first and its last one. */
  readonly after: number;
  readonly upto: number;
  /** What is sealed is of interest to this day only. */
  readonly sealedTo: number;
  readonly sums: number[];
}

/** What a part is there for. `ever…` are over all days: what is open at T is so whatever the window. */
type Role =
  | "received"
  | "missed"
  | "late"
  | "stopped"
  | "rated"
  | "everStarted"
  | "everMissed"
  | "everStopped";

/** What the counts of a clock kind in a cohort are made of. */
export interface Parts {
  readonly cohort: Cohort;
  readonly of: { readonly [role in Role]?: Part };
}

/** The parts of a clock kind over a window, all sums empty. `today` is the day of T. */
export function partsOf(kind: ClockKind, asked: Cohort, { from, to }: Window, today: Day): Parts {
  const after = from === undefined ? -EVER : from - 1;
  // A window that ends before it begins holds no day.
  const upto = Math.max(to ?? EVER, after);
  const part = (axis: Axis, sealedTo = EVER): Part => ({
    ...{ axis, series: seriesOf(kind, axis), after, upto, sealedTo, sums: [] },
  });
  const ever = (axis: Axis, sealedTo = EVER): Part => ({ ...part(axis, sealedTo), after: -EVER, upto: EVER });
  const cohort = alwaysReceived.has(kind) ? "received" : asked;
  const has = (formula: string) => measures.some((own) => own.clock === kind && own.formula === formula);
  const rated = has("satisfaction") ? { rated: part("rating") } : {};
  // A miss on T's own day is sealed before its instant.
  const yesterday = today - 1;
  switch (cohort) {
    case "received":
      return {
        cohort,
        of: { ...rated, received: part("start"), ...(has("success") ? { stopped: part("stop") } : {}) },
      };
    case "closed":
      return { cohort, of: { ...rated, stopped: part("stop") } };
    case "settled":
      return {
        cohort,
        of: {
          ...{ ...rated, stopped: part("stop"), missed: part("miss", yesterday), late: part("miss") },
          ...{ everStarted: ever("start"), everMissed: ever("miss", yesterday), everStopped: ever("stop") },
        },
      };
  }
}

/** All of the parts, to be summed one like the other. */
export function allOf({ of }: Parts): readonly Part[] {
  return Object.values(of);
}

/** Adds to a counter where the day is of the part's. */
export function addTo({ after, upto, sums }: Part, index: number, day: number, n: number): void {
  if (day > after && day <= upto) addAt(sums, index, n);
}

/** Has what will be missed in the place of what was. */
export function foresee({ sums }: Part): void {
  for (let place = 0; place * widthOf("start") < sums.length; place += 1)
    sums[indexOf("start", place, "missed")] = sums[indexOf("start", place, "missable")] ?? 0;
}

/** Empties it. */
export function clear({ sums }: Part): void {
  sums.length = 0;
}

const { start, miss, stop, rating } = offsets;

/** The counts of a place; `undefined` where nothing counts there. */
export function countsAt(parts: Parts, place: number): Counts | undefined {
  const of = (role: Role, offset: number): number => {
    const part = parts.of[role];
    return part === undefined ? 0 : (part.sums[place * widthOf(part.axis) + offset] ?? 0);
  };
  const counts: Counts = {
    ...ownOf[parts.cohort](of),
    succeeded: of("stopped", stop.succeeded),
    failed: of("stopped", stop.failed),
    ratings: of("rated", rating.ratings),
    scores: of("rated", rating.scores),
  };
  const isEmpty = of("everStarted", start.started) === 0 && Object.values(counts).every((n) => n === 0);
  return isEmpty ? undefined : counts;
}

/** What each cohort counts for itself (domain.md §3). */
const ownOf: { readonly [cohort in Cohort]: (of: (role: Role, offset: number) => number) => Counts } = {
  received: (of) => ({
    ...noCounts,
    kept: of("received", start.kept),
    late: of("received", start.late),
    overdue: of("received", start.missed) - of("received", start.late),
    pending:
      of("received", start.started) -
      of("received", start.kept) -
      of("received", start.void) -
      of("received", start.missed),
    void: of("received", start.void),
    provisional: of("received", start.provisional),
  }),
  closed: (of) => ({
    ...noCounts,
    kept: of("stopped", stop.kept),
    late: of("stopped", stop.late),
    void: of("stopped", stop.void),
  }),
  settled: (of) => ({
    ...noCounts,
    kept: of("stopped", stop.kept),
    late: of("late", miss.late),
    overdue: of("missed", miss.missed) - of("late", miss.late),
    pending:
      of("everStarted", start.started) -
      of("everMissed", miss.missed) -
      of("everStopped", stop.kept) -
      of("everStopped", stop.void),
    void: of("stopped", stop.void),
    provisional: of("everStarted", start.provisional),
  }),
};
