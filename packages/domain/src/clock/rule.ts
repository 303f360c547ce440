import type { CaseKind } from "../event/index.js";
import type { Day } from "../time/index.js";

/** The statutory deadlines (时限) that run on a case. */
export type ClockKind =
  | "complaint.accept"
  | "complaint.mediate"
  | "lead.verify"
  | "lead.handle"
  | "dispatch.verify"
  | "identity.claim"
  | "odr.close";

export const clockKinds: readonly ClockKind[] = [
  "complaint.accept",
  "complaint.mediate",
  "lead.verify",
  "lead.handle",
  "dispatch.verify",
  "identity.claim",
  "odr.close",
];

/** The kind of case a clock runs on. */
export function caseKindOf(clock: ClockKind): CaseKind {
  return clock.slice(0, clock.indexOf(".")) as CaseKind;
}

/** A period counted in days, the start day not included (Order 121 art. 45, 程序规定 art. 80). */
export interface Length {
  readonly days: number;
  readonly of: "working-days" | "calendar-days";
}

/** One version of the rule of a clock, chosen by the local day the clock starts on. */
export interface Rule {
  readonly clock: ClockKind;
  readonly version: string;
  /** First start day it applies to; the earliest version also applies to all days before. */
  readonly from: Day;
  /** Counted period; `null` when the clock falls due only on a date that the receipt sets. */
  readonly length: Length | null;
  /** The receipt's `dueOn`/`dueAt` is the due, when it states one. */
  readonly setByReceipt: boolean;
  /** Working days one approved extension adds; `null` when the law allows none. */
  readonly extension: number | null;
  /** Reasons whose days are not counted. */
  readonly suspendedBy: readonly string[];
  /** How a calendar-day period rolls off its last day: any non-working day, or only the days off of the notices. */
  readonly rollover: "non-workday" | "statutory";
  /** Where it is written. */
  readonly basis: string;
}

/** Rules under one name, the versions of a clock in the order of `from`; answers carry the name. */
export interface RuleSet {
  readonly version: string;
  readonly rules: readonly Rule[];
}

/** The rule for a clock that starts on a local day: the latest version in force, the earliest one before all. */
export function ruleFor(rules: RuleSet, clock: ClockKind, startDay: Day): Rule {
  let chosen: Rule | undefined;
  for (const rule of rules.rules) {
    if (rule.clock === clock && (chosen === undefined || rule.from <= startDay)) chosen = rule;
  }
  if (chosen === undefined) throw new RangeError(`rule set ${rules.version} has no rule for ${clock}`);
  return chosen;
}
