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

/** What the counts of a clock kind in a cohort are made of; what the cohort does not count is not there. */
export interface Parts {
  readonly kind: ClockKind;
  readonly cohort: Cohort;
  readonly received?: Part;
  readonly missed?: Part;
  readonly late?: Part;
  readonly stopped?: Part;
  readonly rated?: Part;
  /** Over all days: what is open at T is so whatever the window. */
  readonly everStarted?: Part;
  readonly everMissed?: Part;
  readonly everStopped?: Part;
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
  switch (cohort) {
    case "received":
      return {
        ...{ kind, cohort, ...rated, received: part("start") },
        ...(has("success") ? { stopped: part("stop") } : {}),
      };
    case "closed":
      return { kind, cohort, ...rated, stopped: part("stop") };
    case "settled":
      return {
        ...{ kind, cohort, ...rated, stopped: part("stop"), late: part("miss", today) },
        // A miss on T's own day is sealed before its instant.
        missed: part("miss", today - 1),
        everStarted: ever("start"),
        everMissed: ever("miss", today - 1),
        everStopped: ever("stop"),
      };
  }
}

/** All of the parts, to be summed one like the other. */
export function allOf(parts: Parts): readonly Part[] {
  const { received, missed, late, stopped, rated, everStarted, everMissed, everStopped } = parts;
  return [received, missed, late, stopped, rated, everStarted, everMissed, everStopped].filter(
    (part) => part !== undefined,
  );
}

/** Adds to a counter where the day is of the part's. */
export function addTo({ after, upto, sums }: Part, index: number, day: number, n: number): void {
  if (day <= after || day > upto) return;
  while (sums.length <= index) sums.push(0);
  sums[index] = (sums[index] ?? 0) + n;
}

/** Adds a vector so many times. */
export function addVector({ sums }: Part, vector: readonly number[], times: 1 | -1): void {
  while (sums.length < vector.length) sums.push(0);
  for (let index = 0; index < vector.length; index += 1)
    sums[index] = (sums[index] ?? 0) + times * (vector[index] ?? 0);
}

/** Has what will be missed in the place of what was. */
export function foresee({ sums }: Part): void {
  for (let place = 0; place * widthOf("start") < sums.length; place += 1)
    sums[indexOf("start", place, "missed")] = sums[indexOf("start", place, "missable")] ?? 0;
}

const { start, miss, stop, rating } = offsets;

/** The counts of a place; `undefined` where nothing counts there. */
export function countsAt(parts: Parts, place: number): Counts | undefined {
  const of = (part: Part | undefined, offset: number): number =>
    part?.sums[place * widthOf(part.axis) + offset] ?? 0;
  const { received, missed, late, stopped, rated, everStarted, everMissed, everStopped } = parts;
  const counts = { ...noCounts } as { -readonly [name in keyof Counts]: number };
  counts.succeeded = of(stopped, stop.succeeded);
  counts.failed = of(stopped, stop.failed);
  counts.ratings = of(rated, rating.ratings);
  counts.scores = of(rated, rating.scores);
  switch (parts.cohort) {
    case "received":
      counts.kept = of(received, start.kept);
      counts.late = of(received, start.late);
      counts.void = of(received, start.void);
      counts.overdue = of(received, start.missed) - counts.late;
      counts.pending = of(received, start.started) - counts.kept - counts.void - of(received, start.missed);
      counts.provisional = of(received, start.provisional);
      break;
    case "closed":
      counts.kept = of(stopped, stop.kept);
      counts.late = of(stopped, stop.late);
      counts.void = of(stopped, stop.void);
      break;
    case "settled":
      counts.kept = of(stopped, stop.kept);
      counts.late = of(late, miss.late);
      counts.void = of(stopped, stop.void);
      counts.overdue = of(missed, miss.missed) - counts.late;
      counts.pending =
        of(everStarted, start.started) -
        of(everMissed, miss.missed) -
        of(everStopped, stop.kept) -
        of(everStopped, stop.void);
      counts.provisional = of(everStarted, start.provisional);
  }
  return of(everStarted, start.started) !== 0 || isCounted(counts) ? counts : undefined;
}

function isCounted(counts: Counts): boolean {
  for (const name in counts) if (counts[name as keyof Counts] !== 0) return true;
  return false;
}
