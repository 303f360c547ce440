import { caseKinds, measures } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import { expect } from "vitest";
import { SEEDED } from "./seeded.js";
import { DEMO } from "./stack.js";

/** Answers about the seeded ledger that can be worked out by hand: see seeded.ts, after its correction. */
export interface Known {
  readonly dashboard: string;
  readonly panel: number;
  readonly query: string;
  /** Default: the seeded one. */
  readonly ledger?: LedgerId;
  /** Default: the root. */
  readonly unit?: string;
  /** All rows, in order; of each what is named here. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const siblings = [
  {
    unit: "410103",
    unit_name: "二七区",
    rank: "1",
    value_text: "88.00%",
    numerator: "22",
    counted: "25",
    late_budget: "-1",
  },
  {
    unit: "410102",
    unit_name: "中原区",
    rank: "2",
    value_text: "86.66%",
    numerator: "26",
    counted: "30",
    late_budget: "-1",
  },
];

type Figure = readonly [value: string, met: string, kept: string];

function changed(unit: string, measure: string, before: Figure, after: Figure) {
  return {
    ...{ unit, measure_name: expect.stringContaining(measure) },
    ...{ value_text_before: before[0], met_text_before: before[1], kept_before: before[2] },
    ...{ value_text_after: after[0], met_text_after: after[1], kept_after: after[2] },
  };
}

export const known: readonly Known[] = [
  {
    dashboard: "anshi-board",
    panel: 3,
    query: "rate",
    rows: [
      { measure: "19.1", value: 0.8727 },
      { measure: "19.2", value: 0.9454 },
      { measure: "25.1a", value: 1 },
      { measure: "25.1b", value: 1 },
      { measure: "25.2", value: 0.6666 },
    ],
  },
  { dashboard: "anshi-board", panel: 3, query: "score", rows: [{ measure: "25.3", value: 3.66 }] },
  {
    dashboard: "anshi-unit",
    panel: 2,
    query: "met",
    unit: "410102",
    rows: [
      { measure: "19.1", value: 0 },
      ...["19.2", "25.1a", "25.1b", "25.2", "25.3"].map((measure) => ({ measure, value: 1 })),
    ],
  },
  { dashboard: "anshi-unit", panel: 21, query: "siblings", unit: "410102", rows: siblings },
  {
    dashboard: "anshi-time-machine",
    panel: 11,
    query: "changes",
    rows: [
      changed(SEEDED, "19.1", ["89.09%", "未达标", "49"], ["87.27%", "未达标", "48"]),
      changed(SEEDED, "19.2", ["96.36%", "达标", "49"], ["94.54%", "达标", "48"]),
      changed("410102", "19.1", ["90.00%", "达标", "27"], ["86.66%", "未达标", "26"]),
      changed("410102", "19.2", ["96.66%", "达标", "27"], ["93.33%", "达标", "26"]),
    ],
  },
  {
    dashboard: "anshi-work-list",
    panel: 11,
    query: "cases",
    rows: [
      { kind: "dispatch", subject: "due-today", urgency_text: "红色", days_left: 0, unit_name: "二七区" },
    ],
  },
  {
    dashboard: "anshi-work-list",
    panel: 12,
    query: "cases",
    rows: ["410102-0", "410102-29"].map((subject) => ({ kind: "dispatch", subject, urgency_text: "已超期" })),
  },
  {
    dashboard: "anshi-work-list",
    panel: 13,
    query: "cases",
    rows: [{ kind: "complaint", subject: "unclassified", missing: "涉网 online", unit_name: "二七区" }],
  },
  {
    dashboard: "anshi-work-list",
    panel: 2,
    query: "near_red",
    rows: measures.map(({ id }) => ({ measure: id, value: id.startsWith("19.") ? 1 : 0 })),
  },
  {
    dashboard: "anshi-work-list",
    panel: 2,
    query: "overdue",
    // One of the three was sent back: it is missed for good.
    rows: measures.map(({ id }) => ({ measure: id, value: id.startsWith("19.") ? 3 : 0 })),
  },
  { dashboard: "anshi-board", panel: 4, query: "lag_events", rows: [{ value: 0 }] },
  { dashboard: "anshi-pipeline", panel: 3, query: "gap", rows: [{ value: 0 }] },
  { dashboard: "anshi-pipeline", panel: 4, query: "rebuilding", rows: [{ value: 0 }] },
  { dashboard: "anshi-pipeline", panel: 71, query: "findings", rows: [{ value: 0 }] },
  {
    dashboard: "anshi-pipeline",
    panel: 9,
    query: "parked",
    ledger: DEMO,
    rows: [...caseKinds].sort().map((kind) => ({ kind, value: kind === "complaint" ? 1 : 0 })),
  },
  {
    dashboard: "anshi-pipeline",
    panel: 27,
    query: "rejected",
    ledger: DEMO,
    // By HTTP and by Kafka.
    rows: [
      { code: "not-cloudevent", value: 1 },
      { code: "not-json", value: 1 },
    ],
  },
  {
    dashboard: "anshi-pipeline",
    panel: 29,
    query: "rejections",
    ledger: DEMO,
    rows: [
      { door: "http", code: "not-cloudevent", rejected: "1" },
      { door: "kafka", code: "not-json", rejected: "1" },
    ],
  },
  { dashboard: "anshi-time-machine", panel: 21, query: "differing", rows: [{ value: 0 }] },
];
