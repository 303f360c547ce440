import {
  date,
  dates,
  instant,
  integer,
  literal,
  number,
  optional,
  pattern,
  text,
  truth,
  unit,
  uscc,
} from "./field.js";
import { type EventSpec, type Expectation, oneDue, oneDueSchema, spec } from "./type.js";

/** Reasons whose days the law may leave uncounted; which clock they suspend is the rule's matter. */
const reason = literal("检定", "检验", "检测", "鉴定", "检疫", "权利人辨认");
const due = { dueOn: optional(date), dueAt: optional(instant) };
const identifier = pattern(/^[0-9A-Za-z._:/-]{1,64}$/u, "1 to 64 characters of 0-9 A-Z a-z . _ : / -");
const period = pattern(
  /^[0-9A-Za-z/-]{1,32}$/u,
  "1 to 32 characters of 0-9 A-Z a-z / -, such as 2026 or 2026-Q1",
);

/** Every event type and its data (docs/events.md); a test holds that examples of each decode. */
export const catalogue = {
  "io.anshi.complaint.received.v1": spec("投诉接收 · complaint received", {
    unit,
    online: optional(truth),
    channel: optional(literal("platform", "phone", "web", "letter", "visit", "other")),
    category: optional(text(128)),
    respondent: optional(uscc),
  }),
  "io.anshi.complaint.assigned.v1": spec("投诉分派 · complaint assigned to an office", { office: unit }),
  "io.anshi.complaint.transferred.v1": spec("投诉移送 · complaint transferred", { toUnit: unit }),
  "io.anshi.complaint.classified.v1": spec("投诉涉网分类 · complaint classified", { online: truth }),
  "io.anshi.complaint.accepted.v1": spec("投诉受理 · complaint accepted"),
  "io.anshi.complaint.rejected.v1": spec("投诉不予受理 · complaint rejected", {
    ground: optional(integer(1, 7)),
  }),
  "io.anshi.complaint.suspended.v1": spec("投诉中止计时 · complaint suspended", { reason }),
  "io.anshi.complaint.resumed.v1": spec("投诉恢复计时 · complaint resumed"),
  "io.anshi.complaint.agreed.v1": spec("调解成功 · mediation agreed", { recoveredAmount: optional(number) }),
  "io.anshi.complaint.terminated.v1": spec("终止调解 · mediation terminated", {
    ground: optional(integer(1, 8)),
  }),
  "io.anshi.complaint.withdrawn.v1": spec("投诉撤回 · complaint withdrawn"),
  "io.anshi.complaint.rated.v1": spec("投诉评价 · complaint rated", { score: integer(1, 5) }),

  "io.anshi.lead.received.v1": spec(
    "线索接收 · lead received",
    {
      unit,
      origin: literal("report", "assigned", "supervised", "transferred", "inspection", "monitoring"),
      online: optional(truth),
      ...due,
      letterNo: optional(text(128)),
    },
    oneDue,
    oneDueSchema,
  ),
  "io.anshi.lead.assigned.v1": spec("线索分派 · lead assigned to an office", { office: unit }),
  "io.anshi.lead.transferred.v1": spec("线索移送 · lead transferred", { toUnit: unit }),
  "io.anshi.lead.classified.v1": spec("线索涉网分类 · lead classified", { online: truth }),
  "io.anshi.lead.withdrawn.v1": spec("线索撤回 · lead withdrawn"),
  "io.anshi.lead.extended.v1": spec("核查延期 · lead extended", { until: optional(date) }),
  "io.anshi.lead.suspended.v1": spec("线索中止计时 · lead suspended", { reason }),
  "io.anshi.lead.resumed.v1": spec("线索恢复计时 · lead resumed"),
  "io.anshi.lead.repeated.v1": spec("重复举报 · lead repeated", { newFacts: truth }),
  "io.anshi.lead.verified.v1": spec("线索核查 · lead verified", {
    result: literal("filed", "not-filed", "transferred", "unfounded"),
  }),
  "io.anshi.lead.completed.v1": spec("线索办结 · lead completed"),

  "io.anshi.dispatch.issued.v1": spec(
    "监测信息分发 · dispatch issued",
    { unit, ...due, batch: optional(text(128)), respondent: optional(uscc) },
    oneDue,
    oneDueSchema,
  ),
  "io.anshi.dispatch.returned.v1": spec("不属本辖区退回 · dispatch returned"),
  "io.anshi.dispatch.extended.v1": spec("监测信息延期 · dispatch extended", { until: optional(date) }),
  "io.anshi.dispatch.suspended.v1": spec("监测信息中止计时 · dispatch suspended", { reason }),
  "io.anshi.dispatch.resumed.v1": spec("监测信息恢复计时 · dispatch resumed"),
  "io.anshi.dispatch.verified.v1": spec("监测信息核查 · dispatch verified", {
    result: literal("confirmed", "refuted"),
  }),
  "io.anshi.dispatch.completed.v1": spec("监测信息处置 · dispatch completed"),

  "io.anshi.identity.issued.v1": spec("主体身份信息分发 · identity issued", { unit, dueOn: optional(date) }),
  "io.anshi.identity.claimed.v1": spec("主体身份信息认领 · identity claimed"),
  "io.anshi.identity.disposed.v1": spec("主体身份信息处置 · identity disposed"),

  "io.anshi.odr.received.v1": spec("ODR 接收 · ODR item received", { unit, dueOn: optional(date) }),
  "io.anshi.odr.settled.v1": spec("ODR 和解 · ODR item settled"),
  "io.anshi.odr.failed.v1": spec("ODR 未和解 · ODR item failed"),

  "io.anshi.record.retracted.v1": spec("撤销记录 · record retracted", {
    source: text(256),
    id: text(128),
    reason: text(512),
  }),
  "io.anshi.calendar.published.v1": spec(
    "节假日安排 · calendar published",
    { year: integer(1900, 2200), off: dates, work: dates, notice: text(512) },
    calendarDays,
  ),
  "io.anshi.comparator.published.v1": spec("全国数值 · comparator published", {
    measure: identifier,
    period,
    value: number,
    basis: text(512),
  }),
  "io.anshi.unit.registered.v1": spec("单位登记 · unit registered", {
    id: unit,
    name: text(128),
    parent: optional(unit),
    regionCode: optional(pattern(/^\d{2,12}$/u, "2 to 12 digits of GB/T 2260")),
  }),
  "io.anshi.figure.reported.v1": spec("上报数值 · figure reported", {
    figure: identifier,
    unit: optional(unit),
    period,
    value: number,
    basis: text(512),
  }),
} as const satisfies Readonly<Record<string, EventSpec>>;

/** The name of an event type. */
export type EventType = keyof typeof catalogue;

export const caseKinds = ["complaint", "lead", "dispatch", "identity", "odr"] as const;
/** The kind of a case: a case is (kind, subject). */
export type CaseKind = (typeof caseKinds)[number];

/** Whether a kind is one of cases; the others are of reference, and of records of any kind. */
export function isCaseKind(kind: string): kind is CaseKind {
  return (caseKinds as readonly string[]).includes(kind);
}

/** Days off and make-up days lie in the year and exclude each other. */
function calendarDays(data: Readonly<Record<string, unknown>>): readonly Expectation[] {
  const off = data.off as readonly string[];
  const work = data.work as readonly string[];
  const inYear = (day: string) => day.startsWith(`${data.year}-`);
  const faults: Expectation[] = [];
  for (const [name, days] of Object.entries({ off, work })) {
    days.forEach((day, index) => {
      if (!inYear(day)) faults.push({ path: `/data/${name}/${index}`, expected: "a date within the year" });
    });
  }
  work.forEach((day, index) => {
    if (off.includes(day))
      faults.push({ path: `/data/work/${index}`, expected: "a date that is not in off as well" });
  });
  return faults;
}
