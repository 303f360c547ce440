/** What the service answers (docs/contracts.md). Positions are decimal strings and stay so: they may pass 2^53. */

export type Cohort = "settled" | "received" | "closed";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A row of `GET /v1/ledgers`. */
export interface LedgerItem {
  readonly ledger: string;
  readonly default: boolean;
  readonly timeZone: string;
  readonly position: string;
  readonly recordedAt: string | null;
}

/** A unit of `GET /v1/units`. */
export interface UnitItem {
  readonly id: string;
  readonly name: string | null;
  readonly parent: string | null;
  readonly regionCode: string | null;
}

/** A figure of the board. */
export interface BoardRow {
  readonly measure: string;
  readonly unit: string;
  readonly unitName: string | null;
  readonly cohort: Cohort;
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
  readonly pending: number;
  readonly void: number;
  readonly counted: number;
  readonly numerator: number;
  readonly rate: number | null;
  readonly rateText: string | null;
  readonly threshold: number | null;
  readonly comparator: { readonly period: string; readonly basis: string } | null;
  readonly operator: ">=" | null;
  readonly met: boolean | null;
  readonly alert: boolean | null;
  readonly smallSample: boolean;
  readonly earned: boolean | null;
  readonly lateBudget: number | null;
  readonly unclassified: number;
  readonly provisional: number;
  readonly parked: number;
  readonly sum?: number;
  readonly count?: number;
}

/** The body of `GET /v1/board`, and of the stream's `board` and `change`. */
export interface BoardAnswer {
  readonly head: { readonly ledger: string; readonly position: string; readonly recordedAt: string | null };
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
  readonly cohort: Cohort;
  readonly rebuilding: boolean;
  readonly ruleSet: string;
  readonly calendar: readonly string[];
  readonly measures: readonly BoardRow[];
  /** In a `change`: rows that are not on the board any more, by measure and unit. */
  readonly gone?: readonly (readonly [string, string])[];
}
