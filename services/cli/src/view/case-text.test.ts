import { type DerivationRow, derivationLines } from "@anshi/terms";
import { expect, it } from "vitest";
import { Failure } from "../failure.js";
import { type CaseAnswer, caseAnswer } from "./case-answer.js";
import { renderCase } from "./case-text.js";
import { localTimes } from "./zoned.js";

const october = (day: number): string => `2026-10-${String(day).padStart(2, "0")}`;
const lines: readonly DerivationRow[] = [
  { day: "2026-09-30", what: "start", note: "not counted" },
  ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({ day: october(day), what: "holiday" })),
  { day: october(8), what: "counted", count: 1 },
  { day: october(9), what: "counted", count: 2 },
  { day: october(10), to: october(11), what: "suspended", note: "鉴定" },
  { day: october(12), what: "counted", count: 3 },
  { day: october(12), what: "due" },
];
const answer: CaseAnswer = {
  case: { kind: "lead", subject: "L-1", online: true, holder: "320902" },
  head: { ledger: "3209", position: "9" },
  asOf: "2026-11-01T04:00:00.000Z",
  knownAt: { position: "9" },
  facts: [
    {
      position: "1",
      type: "io.anshi.lead.received.v1",
      time: "2026-09-30T01:00:00.000Z",
      recordedAt: "2026-09-30T01:00:02.000Z",
      data: { unit: "320902", origin: "report", online: true },
      note: null,
    },
    {
      position: "4",
      type: "io.anshi.lead.verified.v1",
      time: "2026-10-12T01:00:00.000Z",
      recordedAt: "2026-10-13T01:00:00.000Z",
      data: { result: "filed" },
      note: "anomaly",
    },
  ],
  clocks: [
    {
      clock: "lead.verify",
      unit: "320902",
      origin: "report",
      rule: "1",
      basis: "程序规定 第十八条",
      state: "kept",
      start: "2026-09-30T01:00:00.000Z",
      due: "2026-10-12",
      lapse: "2026-10-12T16:00:00.000Z",
      closed: "2026-10-12T01:00:00.000Z",
      closedBy: "verified",
      disordered: false,
      lateExtension: false,
      provisional: true,
      derivation: { lines },
    },
  ],
  ratings: [],
};

it("tells a case in both times, and each due day by day with its article", () => {
  expect(renderCase(answer, "zh", localTimes({}))).toBe(
    `
违法线索 L-1  涉网  承办单位 320902  截至 2026-11-01 12:00:00 (Asia/Shanghai)  位置 9

经过
┌─────────────────────┬─────────────────────┬──────┬──────────┬───────────────────────────────────────┬────────────┐
│ 发生时间            │ 入账时间            │ 位置 │ 事实     │ 内容                                  │ 备注       │
├─────────────────────┼─────────────────────┼──────┼──────────┼───────────────────────────────────────┼────────────┤
│ 2026-09-30 09:00:00 │ 2026-09-30 09:00:02 │    1 │ 线索接收 │ unit=320902 origin=report online=true │            │
│ 2026-10-12 09:00:00 │ 2026-10-13 09:00:00 │    4 │ 线索核查 │ result=filed                          │ 异常，不计 │
└─────────────────────┴─────────────────────┴──────┴──────────┴───────────────────────────────────────┴────────────┘

线索核查 lead.verify · 320902 · 按时
起 2026-09-30 09:00:00  期限 2026-10-12  逾期起点 2026-10-13 00:00:00  停止 2026-10-12 09:00:00 (线索核查)
依据 程序规定 第十八条 [1]
! 暂定：涉及尚未公布的放假安排
  2026-09-30             起算日，不计入
  2026-10-01…2026-10-07  放假 ×7
  2026-10-08…2026-10-09  计入 1–2
  2026-10-10…2026-10-11  中止，不计入 ×2 (鉴定)
  2026-10-12             计入 3
  2026-10-12             期限届满日`.trimStart(),
  );
});

it("says in English what there is not", () => {
  const [clock] = answer.clocks;
  if (clock === undefined) throw new Error("the answer above has a clock");
  const open = {
    ...clock,
    state: null,
    due: null,
    lapse: null,
    closed: null,
    closedBy: null,
    disordered: true,
  };
  const text = renderCase(
    { ...answer, clocks: [open], ratings: [{ unit: null, score: 4, at: "2026-10-12T01:00:00.000Z" }] },
    "en",
    localTimes({}),
  );
  expect(text).toContain("\nlead.verify · 320902\nstart 2026-09-30 09:00:00  due none  not stopped\n");
  expect(text).toContain("! disordered: ");
  expect(text).toContain("Ratings\n2026-10-12 09:00:00  4");
});

it("joins only days that follow one another, of one kind and one reason", () => {
  const run: readonly DerivationRow[] = [
    { day: "2026-02-27", what: "counted", count: 4 },
    { day: "2026-02-28", what: "weekend" },
    { day: "2026-03-01", what: "weekend" },
    { day: "2026-03-03", what: "weekend" },
    { day: "2026-03-04", what: "suspended", note: "鉴定" },
    { day: "2026-03-05", to: "2026-03-07", what: "suspended", note: "检测" },
    { day: "2026-03-08", what: "counted", count: 5 },
    { day: "2026-03-09", what: "counted", count: 7 },
  ];
  expect(derivationLines(run, "en").map((line) => line.replace(/\s+/gu, " "))).toEqual([
    "2026-02-27 counted 4",
    "2026-02-28…2026-03-01 weekend ×2",
    "2026-03-03 weekend",
    "2026-03-04 suspended (鉴定)",
    "2026-03-05…2026-03-07 suspended ×3 (检测)",
    "2026-03-08 counted 5",
    "2026-03-09 counted 7",
  ]);
});

it("names a foreign answer as one", () => {
  expect(() => caseAnswer([])).toThrow(Failure);
});
