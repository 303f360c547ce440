import type { ClockKind, Origin } from "../clock/index.js";
import { type Line, percentLine } from "./line.js";

/** What a rate divides. */
export type Formula =
  /** kept / (kept + late + overdue) */
  | "on-time"
  /** (kept + late) / (kept + late + overdue) */
  | "completion"
  /** (kept + late) / (started − void), of what was received in the window: pending counts in the denominator */
  | "disposal"
  /** successes / (successes + failures), by stop day */
  | "success"
  /** mean score of each case's last rating, by that rating's day */
  | "satisfaction";

/** A measure of the instrument (domain.md §1). */
export interface Measure {
  readonly id: string;
  readonly name: string;
  readonly english: string;
  readonly clock: ClockKind;
  /** Only cases classified as online (涉网) count. */
  readonly onlineOnly: boolean;
  /** Only these origins count; `null`: any. */
  readonly origins: readonly Origin[] | null;
  readonly formula: Formula;
  /** `null`: held against the national figure, which is published, not set. */
  readonly line: Line | null;
}

const measure = (id: string, name: string, english: string, clock: ClockKind, formula: Formula) => ({
  id,
  name,
  english,
  clock,
  formula,
  onlineOnly: false,
  origins: null,
  line: null,
});
const over = (percent: number): Line => percentLine(percent, ">");
const instructed: readonly Origin[] = ["assigned", "supervised"];

/** Every measure, in the order a board shows them. */
export const measures: readonly Measure[] = [
  {
    ...measure(
      "11.2",
      "主体身份信息认领处置率",
      "Identity dispatches disposed of",
      "identity.claim",
      "disposal",
    ),
    line: percentLine(100, ">="),
  },
  {
    ...measure("17.1", "举报按时核查率", "Reports verified on time", "lead.verify", "on-time"),
    onlineOnly: true,
    origins: ["report"],
    line: over(95),
  },
  {
    ...measure("17.2a", "交办督办处置及时率", "Assigned leads completed on time", "lead.handle", "on-time"),
    onlineOnly: true,
    origins: instructed,
    line: over(90),
  },
  {
    ...measure("17.2b", "交办督办处置完成率", "Assigned leads completed", "lead.handle", "completion"),
    onlineOnly: true,
    origins: instructed,
    line: over(90),
  },
  {
    ...measure("19.1", "监测信息核查及时率", "Dispatches verified on time", "dispatch.verify", "on-time"),
    line: over(90),
  },
  {
    ...measure("19.2", "监测信息核查完成率", "Dispatches verified", "dispatch.verify", "completion"),
    line: over(90),
  },
  {
    ...measure("25.1a", "投诉按时初查率", "Complaints decided on in time", "complaint.accept", "on-time"),
    onlineOnly: true,
    line: over(95),
  },
  {
    ...measure("25.1b", "投诉按时办结率", "Complaints closed on time", "complaint.mediate", "on-time"),
    onlineOnly: true,
    line: over(95),
  },
  { ...measure("25.2", "调解成功率", "Mediations agreed", "complaint.mediate", "success"), onlineOnly: true },
  { ...measure("25.3", "满意度", "Satisfaction", "complaint.mediate", "satisfaction"), onlineOnly: true },
  measure("26.1a", "ODR 按时办结率", "ODR items closed on time", "odr.close", "on-time"),
  measure("26.1b", "ODR 和解成功率", "ODR items settled", "odr.close", "success"),
];
