/** The clock table of domain.md §2, read a second time and written down on its own. */

export type OracleClockKind =
  | "complaint.accept"
  | "complaint.mediate"
  | "lead.verify"
  | "lead.handle"
  | "dispatch.verify"
  | "identity.claim"
  | "odr.close";

export interface OracleRule {
  readonly clock: OracleClockKind;
  /** First local start day it governs; the first version of a clock governs everything earlier too. */
  readonly from: string;
  /** Days to count when no date is fixed; `null`: never due. */
  readonly days: number | null;
  /** Whether every day counts or only working days. */
  readonly counts: "working days" | "all days";
  /** Whether a last day that is not worked gives way to the next one that is. */
  readonly rolls: boolean;
  /** Working days one extension adds; `null`: cannot be extended. */
  readonly extension: number | null;
  /** Reasons for which days are not counted. */
  readonly reasons: readonly string[];
}

const examinations = ["检测", "检验", "检疫", "鉴定", "权利人辨认"];

const table: readonly OracleRule[] = [
  working("complaint.accept", "2020-01-01", 7, null, []),
  working("complaint.mediate", "2020-01-01", 45, null, ["检定", "检验", "检测", "鉴定"]),
  {
    clock: "complaint.mediate",
    from: "2026-04-15",
    days: 60,
    counts: "all days",
    rolls: true,
    extension: null,
    reasons: ["鉴定", "检测"],
  },
  working("lead.verify", "2019-04-01", 15, 15, examinations),
  working("lead.handle", "2019-04-01", 15, 15, examinations),
  working("dispatch.verify", "2019-04-01", 15, 15, examinations),
  working("identity.claim", "2019-04-01", null, null, []),
  working("odr.close", "2019-04-01", 10, null, []),
];

function working(
  clock: OracleClockKind,
  from: string,
  days: number | null,
  extension: number | null,
  reasons: readonly string[],
): OracleRule {
  return { clock, from, days, counts: "working days", rolls: false, extension, reasons };
}

/** The version of a clock's rule that governs a clock started on `day`. */
export function ruleOn(clock: OracleClockKind, day: string): OracleRule {
  const versions = table.filter((rule) => rule.clock === clock);
  const inForce = versions.filter((rule) => rule.from <= day).at(-1) ?? versions[0];
  if (inForce === undefined) throw new Error(`the oracle has no rule for ${clock}`);
  return inForce;
}
