import type { OracleCase, OracleClock } from "./oracle.js";
import type { OracleClockKind } from "./rules.js";

/** Local days, both ends included; an end that is absent is open. */
export interface OracleWindow {
  readonly from?: string;
  readonly to?: string;
}

/** Whole numbers for one (clock kind, unit, online, origin). */
export interface OracleCell {
  readonly kind: OracleClockKind;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: string | null;
  started: number;
  kept: number;
  late: number;
  /** Missed without a stop, those that were ended after the miss included. */
  overdue: number;
  pending: number;
  void: number;
  /** Mediations agreed, or ODR items settled. */
  success: number;
  /** Mediations terminated or withdrawn, or ODR items failed. */
  failure: number;
}

/** Last ratings of cases for one (unit, online). */
export interface OracleRatings {
  readonly unit: string;
  readonly online: boolean | null;
  n: number;
  sum: number;
}

export interface OracleCounts {
  readonly cells: readonly Readonly<OracleCell>[];
  readonly ratings: readonly Readonly<OracleRatings>[];
}

/**
 * The settled cohort (domain.md §3) of cases as `oracle` saw them at one T: kept by stop day, missed by miss day,
 * void by ending day, started by start day, each within the window; pending is the stock at T whatever the window.
 */
export function oracleCounts(
  cases: readonly OracleCase[],
  window: OracleWindow,
  _cohort: "settled",
): OracleCounts {
  return count(cases, window, (clock) => {
    switch (clock.state) {
      case "pending":
        return true;
      case "kept":
      case "void":
        return within(clock.closeDay, window);
      case "late":
      case "overdue":
        return within(clock.missDay, window);
    }
  });
}

/** The received cohort: the clocks whose start day is in the window, by their state at T. */
export function oracleReceived(cases: readonly OracleCase[], window: OracleWindow): OracleCounts {
  return count(cases, window, (clock) => within(clock.startDay, window));
}

/** Successes and failures go by stop day and ratings by rating day, whatever the cohort (domain.md §3, 25.2 and 25.3). */
function count(
  cases: readonly OracleCase[],
  window: OracleWindow,
  belongs: (clock: OracleClock) => boolean,
): OracleCounts {
  const cells: OracleCell[] = [];
  const ratings: OracleRatings[] = [];
  for (const { clocks, online, rating } of cases) {
    for (const clock of clocks) {
      const cell = cellOf(cells, clock, online);
      if (within(clock.startDay, window)) cell.started += 1;
      if (belongs(clock)) cell[clock.state] += 1;
      if (clock.success !== null && within(clock.closeDay, window))
        cell[clock.success ? "success" : "failure"] += 1;
    }
    if (rating === null || !within(rating.day, window)) continue;
    const given = ratingsOf(ratings, rating.unit, online);
    given.n += 1;
    given.sum += rating.score;
  }
  return { cells, ratings };
}

function within(day: string | null, { from, to }: OracleWindow): boolean {
  return day !== null && (from === undefined || from <= day) && (to === undefined || day <= to);
}

function cellOf(
  cells: OracleCell[],
  { kind, unit, origin }: OracleClock,
  online: boolean | null,
): OracleCell {
  const known = cells.find(
    (cell) => cell.kind === kind && cell.unit === unit && cell.online === online && cell.origin === origin,
  );
  if (known !== undefined) return known;
  const nothing = { started: 0, kept: 0, late: 0, overdue: 0, pending: 0, void: 0, success: 0, failure: 0 };
  const cell = { kind, unit, online, origin, ...nothing };
  cells.push(cell);
  return cell;
}

function ratingsOf(ratings: OracleRatings[], unit: string, online: boolean | null): OracleRatings {
  const known = ratings.find((each) => each.unit === unit && each.online === online);
  if (known !== undefined) return known;
  const fresh = { unit, online, n: 0, sum: 0 };
  ratings.push(fresh);
  return fresh;
}
