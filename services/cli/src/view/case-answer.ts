import type { DerivationRow } from "@anshi/terms";
import { Failure } from "../failure.js";

/** A fact of a case in both times. */
export interface FactRow {
  readonly position: string;
  readonly type: string;
  readonly time: string;
  readonly recordedAt: string | null;
  readonly data: unknown;
  readonly note: string | null;
}

/** A clock of a case and how its due comes about. */
export interface ClockRow {
  readonly clock: string;
  readonly unit: string;
  readonly origin: string | null;
  readonly rule: string;
  readonly basis: string;
  readonly state: string | null;
  readonly start: string;
  readonly due: string | null;
  readonly lapse: string | null;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
  readonly provisional: boolean;
  readonly derivation: { readonly lines: readonly DerivationRow[] };
}

/** The body of `GET /v1/cases/{kind}/{subject}`. */
export interface CaseAnswer {
  readonly case: {
    readonly kind: string;
    readonly subject: string;
    readonly online: boolean | null;
    readonly holder: string | null;
  };
  readonly head: { readonly ledger: string; readonly position: string };
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
  readonly facts: readonly FactRow[];
  readonly clocks: readonly ClockRow[];
  readonly ratings: readonly { readonly unit: string | null; readonly score: number; readonly at: string }[];
}

/** The body as a case; throws `Failure` when it is none. */
export function caseAnswer(body: unknown): CaseAnswer {
  if (typeof body === "object" && body !== null && "facts" in body && Array.isArray(body.facts)) {
    if ("clocks" in body && Array.isArray(body.clocks) && "case" in body)
      return body as unknown as CaseAnswer;
  }
  throw new Failure("the answer is no case; does ANSHI_URL name an Anshi service?");
}
