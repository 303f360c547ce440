import { type Clock, type ClockKind, type Day, missDay, type Rating, type Zone } from "@anshi/domain";

/**
 * What a counter counts. A cell waits for one day, its last (`day`); where a question asks for two days, `other` is the
 * second. Sums over cells with `day` before T's own day are the state at the end of the day before (domain.md §3).
 */
export type Counter =
  | "started" // day: start
  | "kept" // day: stop
  | "missed" // day: miss
  | "void" // day: ending
  | "late" // day: stop, other: miss
  | "succeeded" // day: stop
  | "failed" // day: stop
  | "received-kept" // day: stop, other: start; the received cohort
  | "received-late"
  | "received-missed" // day: miss, other: start
  | "received-void" // day: ending, other: start
  | "rated" // day: rating
  | "scored" // the same, n = score
  | "unrated" // day: of the rating that replaced it, other: rating
  | "unscored";

/** One addend of a counter. */
export interface Cell {
  readonly counter: Counter;
  readonly day: Day;
  readonly other: Day;
  readonly n: number;
}

/** Clocks whose measure reads what was received in the window (11.2). */
const readByReceipt: ReadonlySet<ClockKind> = new Set(["identity.claim"]);
const withSuccess: ReadonlySet<ClockKind> = new Set(["complaint.mediate", "odr.close"]);
const successes: ReadonlySet<string> = new Set(["agreed", "settled"]);

/** The cells one clock version adds. */
export function cellsOfClock(clock: Clock): readonly Cell[] {
  const cells: Cell[] = [];
  const start = clock.startDay;
  const received = readByReceipt.has(clock.kind);
  const put = (counter: Counter, day: Day, other: Day = day): void => {
    cells.push({ counter, day, other, n: 1 });
  };

  put("started", start);
  const { closeDay, outcome } = clock;
  if (closeDay !== null && (outcome === "kept" || outcome === "void")) {
    put(outcome, closeDay);
    if (received) put(`received-${outcome}`, closeDay, start);
  }
  const miss = outcome === "kept" || outcome === "void" ? null : missDay(clock);
  if (miss !== null) {
    put("missed", miss);
    if (received) put("received-missed", miss, start);
    if (outcome === "late" && closeDay !== null) {
      put("late", closeDay, miss);
      if (received) put("received-late", closeDay, start);
    }
  }
  if (closeDay !== null && (outcome === "kept" || outcome === "late") && withSuccess.has(clock.kind)) {
    put(successes.has(clock.closedBy ?? "") ? "succeeded" : "failed", closeDay);
  }
  return cells;
}

/** The cells a rating adds; `next` is the rating of the same case that replaced it. */
export function cellsOfRating(rating: Rating, next: Rating | undefined, zone: Zone): readonly Cell[] {
  const day = zone.dayOf(rating.at);
  const cells: Cell[] = [
    { counter: "rated", day, other: day, n: 1 },
    { counter: "scored", day, other: day, n: rating.score },
  ];
  if (next !== undefined) {
    const replaced = zone.dayOf(next.at);
    cells.push({ counter: "unrated", day: replaced, other: day, n: 1 });
    cells.push({ counter: "unscored", day: replaced, other: day, n: rating.score });
  }
  return cells;
}
