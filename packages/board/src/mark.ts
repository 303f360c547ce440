import { type ClockKind, clockKinds, type Day, type Instant } from "@anshi/domain";
import { type Counted, type Standing, sameSlot } from "./version.js";

/**
 * The counters, by the day they are kept by. `missed` by miss day, and `missable` by start day, are sealed of every clock that will be missed
 * unless it is stopped, once that is known; all others count from their mark's instant on.
 */
export const counters = {
  start: ["started", "kept", "late", "void", "missed", "provisional", "missable"],
  miss: ["missed", "late"],
  stop: ["kept", "late", "void", "succeeded", "failed"],
  rating: ["ratings", "scores"],
} as const;

export type Axis = keyof typeof counters;
export type Counter<A extends Axis> = (typeof counters)[A][number];

const axes = Object.keys(counters) as readonly Axis[];

/** A series is one axis of one clock kind; its number is part of those of its nodes. */
export function seriesOf(kind: ClockKind, axis: Axis): number {
  return clockKinds.indexOf(kind) * axes.length + axes.indexOf(axis);
}

/** How many counters a place takes in the vectors of an axis. */
export function widthOf(axis: Axis): number {
  return counters[axis].length;
}

/** Where among the counters of a place each of an axis stands. */
export const offsets = Object.fromEntries(
  axes.map((axis) => [axis, Object.fromEntries(counters[axis].map((counter, nth) => [counter, nth]))]),
) as { readonly [A in Axis]: { readonly [counter in Counter<A>]: number } };

/** Where the vectors of an axis hold a counter of a place. */
export function indexOf<A extends Axis>(axis: A, place: number, counter: Counter<A>): number {
  return place * widthOf(axis) + offsets[axis][counter];
}

/** A version where its slot counts. */
export interface Placed {
  readonly kind: ClockKind;
  readonly place: number;
  readonly counted: Counted;
}

/** What a change adds to one counter of a series, from an instant on. */
export interface Mark {
  readonly from: Instant;
  readonly series: number;
  readonly index: number;
  readonly day: Day;
  readonly n: number;
}

/** Of what and where a mark's counter is: the reverse of `seriesOf` and `indexOf`. */
export function counterOf({ series, index }: Pick<Mark, "series" | "index">): {
  readonly kind: ClockKind | undefined;
  readonly place: number;
  readonly axis: Axis;
  readonly offset: number;
} {
  const axis = axes[series % axes.length] ?? "start";
  const offset = index % widthOf(axis);
  return {
    kind: clockKinds[Math.floor(series / axes.length)],
    place: (index - offset) / widthOf(axis),
    axis,
    offset,
  };
}

/** What a change adds: the marks of the version after it, less those the one before it had and this one has not. */
export function marksBetween(before: Placed | null, after: Placed | null): readonly Mark[] {
  const marks = after === null ? [] : marksOf(after);
  for (const was of before === null ? [] : marksOf(before)) {
    const same = marks.findIndex((mark) => isSame(mark, was));
    if (same < 0) marks.push({ ...was, n: -was.n });
    else marks.splice(same, 1);
  }
  return marks;
}

function isSame(a: Mark, b: Mark): boolean {
  return a.index === b.index && a.series === b.series && a.day === b.day && a.n === b.n && a.from === b.from;
}

/** All marks of a version. What is missed, by start day, and `provisional` move by time alone too, and `missable` follows from the former: see src/seal.ts. */
function marksOf({ kind, place, counted }: Placed): Mark[] {
  const { outcome, startAt, startDay, missAt, missDay, closeAt, closeDay, provisional } = counted;
  const marks: Mark[] = [];
  const put = <A extends Axis>(from: Instant, axis: A, counter: Counter<A>, day: Day, n = 1): void => {
    // What was stopped before it started counts from its start on.
    marks.push({
      from: Math.max(from, startAt),
      series: seriesOf(kind, axis),
      index: indexOf(axis, place, counter),
      day,
      n,
    });
  };
  if (outcome === "rated") {
    put(startAt, "rating", "ratings", startDay);
    put(startAt, "rating", "scores", startDay, counted.score ?? 0);
    if (closeAt !== null) {
      put(closeAt, "rating", "ratings", startDay, -1);
      put(closeAt, "rating", "scores", startDay, -(counted.score ?? 0));
    }
    return marks;
  }
  put(startAt, "start", "started", startDay);
  if (provisional) put(startAt, "start", "provisional", startDay);
  if (missAt !== null && missDay !== null) {
    put(missAt, "miss", "missed", missDay);
    put(missAt, "start", "missed", startDay);
    if (provisional) put(missAt, "start", "provisional", startDay, -1);
  }
  if (closeAt === null || closeDay === null || outcome === "open" || outcome === "ended") return marks;
  put(closeAt, "start", outcome, startDay);
  put(closeAt, "stop", outcome, closeDay);
  if (outcome === "late" && missDay !== null) put(closeAt, "miss", "late", missDay);
  if (provisional && outcome !== "late") put(closeAt, "start", "provisional", startDay, -1);
  if (counted.success !== null) put(closeAt, "stop", counted.success ? "succeeded" : "failed", closeDay);
  return marks;
}

/** An instant before which two versions count alike; `Infinity`: they always do. */
export function differFrom(a: Standing | null, b: Standing | null): Instant {
  if (a === null || b === null) return Math.min(a?.startAt ?? never, b?.startAt ?? never);
  const alike =
    sameSlot(a.slot, b.slot) &&
    a.startAt === b.startAt &&
    a.provisional === b.provisional &&
    a.score === b.score;
  if (!alike) return Math.min(a.startAt, b.startAt);
  const miss = a.missAt === b.missAt && a.missDay === b.missDay;
  const close = a.closeAt === b.closeAt && a.outcome === b.outcome && a.success === b.success;
  return Math.min(
    miss ? never : Math.min(a.missAt ?? never, b.missAt ?? never),
    close ? never : Math.min(a.closeAt ?? never, b.closeAt ?? never),
  );
}

const never = Number.POSITIVE_INFINITY;
