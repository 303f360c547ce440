import type { EventType } from "./catalogue.js";

const USCC = "91320900MA1X5T3P4A";

/** Data of one valid event of each type; `{}` where it carries none. Documentation and tests read them. */
export const examples: Readonly<Record<EventType, Readonly<Record<string, unknown>>>> = {
  "io.anshi.complaint.received.v1": { unit: "320902", online: true, channel: "platform", category: "食品" },
  "io.anshi.complaint.assigned.v1": { office: "320902-01" },
  "io.anshi.complaint.transferred.v1": { toUnit: "320903" },
  "io.anshi.complaint.classified.v1": { online: true },
  "io.anshi.complaint.accepted.v1": {},
  "io.anshi.complaint.rejected.v1": { ground: 3 },
  "io.anshi.complaint.suspended.v1": { reason: "鉴定" },
  "io.anshi.complaint.resumed.v1": {},
  "io.anshi.complaint.agreed.v1": { recoveredAmount: 128.5 },
  "io.anshi.complaint.terminated.v1": { ground: 5 },
  "io.anshi.complaint.withdrawn.v1": {},
  "io.anshi.complaint.rated.v1": { score: 5 },
  "io.anshi.lead.received.v1": {
    unit: "320902",
    origin: "assigned",
    online: true,
    dueOn: "2026-12-31",
    letterNo: "盐市监〔2026〕1号",
  },
  "io.anshi.lead.assigned.v1": { office: "320902-01" },
  "io.anshi.lead.transferred.v1": { toUnit: "320903-yn" },
  "io.anshi.lead.classified.v1": { online: false },
  "io.anshi.lead.withdrawn.v1": {},
  "io.anshi.lead.extended.v1": { until: "2026-12-31" },
  "io.anshi.lead.suspended.v1": { reason: "权利人辨认" },
  "io.anshi.lead.resumed.v1": {},
  "io.anshi.lead.repeated.v1": { newFacts: true },
  "io.anshi.lead.verified.v1": { result: "filed" },
  "io.anshi.lead.completed.v1": {},
  "io.anshi.dispatch.issued.v1": {
    unit: "320902",
    dueAt: "2026-11-30T18:00:00+08:00",
    batch: "2026-11",
    respondent: USCC,
  },
  "io.anshi.dispatch.returned.v1": {},
  "io.anshi.dispatch.extended.v1": {},
  "io.anshi.dispatch.suspended.v1": { reason: "检测" },
  "io.anshi.dispatch.resumed.v1": {},
  "io.anshi.dispatch.verified.v1": { result: "confirmed" },
  "io.anshi.dispatch.completed.v1": {},
  "io.anshi.identity.issued.v1": { unit: "320902", dueOn: "2026-12-31" },
  "io.anshi.identity.claimed.v1": {},
  "io.anshi.identity.disposed.v1": {},
  "io.anshi.odr.received.v1": { unit: "320902" },
  "io.anshi.odr.settled.v1": {},
  "io.anshi.odr.failed.v1": {},
  "io.anshi.record.retracted.v1": {
    source: "urn:yancheng:12315",
    id: "42",
    reason: "entered for the wrong case",
  },
  "io.anshi.calendar.published.v1": {
    year: 2027,
    off: ["2027-01-01", "2027-01-02", "2027-01-03"],
    work: ["2027-01-09"],
    notice: "国务院办公厅关于2027年部分节假日安排的通知",
  },
  "io.anshi.comparator.published.v1": { measure: "25.2", period: "2026", value: 0.5, basis: "全国平均" },
  "io.anshi.unit.registered.v1": { id: "320902", name: "亭湖区", parent: "320900", regionCode: "320902" },
  "io.anshi.figure.reported.v1": {
    figure: "online-retail",
    unit: "320900",
    period: "2026-Q3",
    value: 12.5,
    basis: "统计局",
  },
};

/** What examples of a kind are about; reference events are about the ledger. */
const subjects: Readonly<Record<string, string>> = {
  complaint: "C-2026-0001",
  record: "C-2026-0001",
  lead: "L-2026-0001",
  dispatch: "D-2026-0001",
  identity: "I-2026-0001",
  odr: "O-2026-0001",
};

/** A valid event of a type, with the data of `examples`; each has an id of its own. */
export function exampleEvent(type: EventType): Readonly<Record<string, unknown>> {
  const data = examples[type];
  return {
    specversion: "1.0",
    id: `2026-${String(Object.keys(examples).indexOf(type) + 1).padStart(6, "0")}`,
    source: "urn:yancheng:12315",
    type,
    subject: subjects[type.split(".")[2] ?? ""] ?? "3209",
    time: "2026-11-20T10:03:00+08:00",
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
}
