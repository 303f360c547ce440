import type { Cohort, MeasureRow } from "@anshi/domain";
import type { DerivationRow } from "@anshi/terms";

/** What the service answers (docs/contracts.md). Positions are decimal strings and stay so: they may pass 2^53. */

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
  /** A demonstration or a simulation. */
  readonly invented: boolean;
}

/** A unit of `GET /v1/units`. */
export interface UnitItem {
  readonly id: string;
  readonly name: string | null;
  readonly parent: string | null;
  readonly regionCode: string | null;
}

/** A figure of the board. */
export interface BoardRow extends MeasureRow {
  readonly unitName: string | null;
  readonly parked: number;
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

/** A clock of `GET /v1/cases`. */
export interface ListItem {
  readonly kind: string;
  readonly subject: string;
  readonly clock: string;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: string | null;
  readonly state: string;
  readonly open: boolean;
  readonly start: string;
  readonly due: string | null;
  readonly lapse: string | null;
  readonly suspendedSince: string | null;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly provisional: boolean;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
}

/** A case that cannot be assessed. */
export interface ParkedItem {
  readonly kind: string;
  readonly subject: string;
  readonly since: string;
  readonly reason: string;
}

/** The moment an answer is of. */
export interface Moment {
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
}

/** A fact of a case in both times. */
export interface FactItem {
  readonly position: string;
  readonly type: string;
  readonly time: string;
  readonly recordedAt: string | null;
  readonly source: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly note: "retracted" | "anomaly" | "future" | null;
}

/** A clock of a case and how its due comes about. */
export interface ClockItem {
  readonly clock: string;
  readonly startedBy: string;
  readonly unit: string;
  readonly origin: string | null;
  readonly rule: string;
  readonly basis: string;
  readonly state: string | null;
  readonly open: boolean;
  readonly start: string;
  readonly due: string | null;
  readonly lapse: string | null;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
  readonly provisional: boolean;
  readonly suspendedSince: string | null;
  readonly derivation: { readonly lines: readonly DerivationRow[] };
}

/** The body of `GET /v1/cases/{kind}/{subject}`. */
export interface CaseAnswer extends Moment {
  readonly case: {
    readonly kind: string;
    readonly subject: string;
    readonly online: boolean | null;
    readonly holder: string | null;
  };
  readonly facts: readonly FactItem[];
  readonly clocks: readonly ClockItem[];
  readonly ratings: readonly { readonly unit: string | null; readonly score: number; readonly at: string }[];
  readonly calendar: readonly string[];
  readonly ruleSet: string;
}

/** An event as the ledger holds it. */
export interface StoredEvent {
  readonly position: string;
  readonly recordedAt: string;
  readonly hash: string;
  readonly event: { readonly type: string; readonly time: string; readonly subject: string };
}
