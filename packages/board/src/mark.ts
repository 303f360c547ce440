import { type ClockKind, clockKinds, type Day, type Instant } from "@anshi/domain";
import { type Counted, type Standing, sameSlot } from "./version.js";

/**
 * The counters, by the day they are kept by. `missed` by miss day, and `missable` by start day, count every clock that will be missed
 * unless it is stopped, whatever T. All others count from the mark's instant on.
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

/** A series is one axis of one clock kind; its number names its nodes. */
export function seriesOf(kind: ClockKind, axis: Axis): number {
  return clockKinds.indexOf(kind) * axes.length + axes.indexOf(axis);
}

/** What a version adds to one counter, from an instant on. */
export interface Mark {
  readonly from: Instant;
  readonly axis: Axis;
  readonly counter: number;
  readonly day: Day;
  readonly n: number;
}

/** All marks of a version; `missed` by start day and `provisional` move by time alone, see src/seal.ts. */
export function marksOf(standing: Counted): readonly Mark[] {
  const { outcome, startAt, startDay, missAt, missDay, closeAt, closeDay, provisional } = standing;
  const marks: Mark[] = [];
  const put = <A extends Axis>(from: Instant, axis: A, counter: Counter<A>, day: Day, n = 1): void => {
    marks.push({ from, axis, counter: (counters[axis] as readonly string[]).indexOf(counter), day, n });
  };
  if (outcome === "rated") {
    put(startAt, "rating", "ratings", startDay);
    put(startAt, "rating", "scores", startDay, standing.score ?? 0);
    if (closeAt !== null) {
      put(closeAt, "rating", "ratings", startDay, -1);
      put(closeAt, "rating", "scores", startDay, -(standing.score ?? 0));
    }
    return marks;
  }
  put(startAt, "start", "started", startDay);
  if (provisional) put(startAt, "start", "provisional", startDay);
  if (missAt !== null && missDay !== null) {
    put(Number.NEGATIVE_INFINITY, "miss", "missed", missDay);
    put(Number.NEGATIVE_INFINITY, "start", "missable", startDay);
    put(missAt, "start", "missed", startDay);
    if (provisional) put(missAt, "start", "provisional", startDay, -1);
  }
  if (closeAt === null || closeDay === null || outcome === "open" || outcome === "ended") return marks;
  put(closeAt, "start", outcome, startDay);
  put(closeAt, "stop", outcome, closeDay);
  if (outcome === "late" && missDay !== null) put(closeAt, "miss", "late", missDay);
  if (provisional && outcome !== "late") put(closeAt, "start", "provisional", startDay, -1);
  if (standing.success !== null) put(closeAt, "stop", standing.success ? "succeeded" : "failed", closeDay);
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
