import { Failure } from "../failure.js";

/** A row of `GET /v1/board`, what the table shows of it. */
export interface BoardRow {
  readonly measure: string;
  readonly unit: string;
  readonly unitName: string | null;
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
  readonly pending: number;
  readonly counted: number;
  readonly rateText: string | null;
  readonly threshold: number | null;
  readonly operator: string | null;
  readonly met: boolean | null;
  readonly smallSample: boolean;
  readonly lateBudget: number | null;
  readonly unclassified: number;
  readonly provisional: number;
  readonly parked: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly sum?: number;
  readonly count?: number;
}

/** The body of `GET /v1/board`. */
export interface BoardAnswer {
  readonly head: { readonly ledger: string; readonly position: string };
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
  readonly cohort: string;
  readonly ruleSet: string;
  readonly calendar: readonly string[];
  readonly measures: readonly BoardRow[];
}

/** The body as a board; throws `Failure` when it is none, so that a foreign server is named as one. */
export function boardAnswer(body: unknown): BoardAnswer {
  if (typeof body === "object" && body !== null && "measures" in body && Array.isArray(body.measures)) {
    if ("head" in body && "knownAt" in body) return body as BoardAnswer;
  }
  throw new Failure("the answer is no board; does ANSHI_URL name an Anshi service?");
}
