import { expect, it } from "vitest";
import { Failure } from "../failure.js";
import { type BoardAnswer, type BoardRow, boardAnswer } from "./board-answer.js";
import { renderBoard } from "./board-table.js";
import { localTimes } from "./zoned.js";

const blank = {
  ...{ kept: 0, late: 0, overdue: 0, pending: 0, counted: 0, unclassified: 0, provisional: 0, parked: 0 },
  ...{ rateText: null, threshold: 0.9, operator: ">=", met: null, smallSample: false, lateBudget: null },
};
const row = (measure: string, unit: string, unitName: string | null, over: Partial<BoardRow>): BoardRow => ({
  ...blank,
  measure,
  unit,
  unitName,
  ...over,
});
const whole = {
  kept: 60_054,
  late: 19_072,
  overdue: 11_374,
  pending: 3_501,
  counted: 90_500,
  rateText: "66.35",
};
const national = { threshold: null, operator: null };
const answer: BoardAnswer = {
  head: { ledger: "3209", position: "173141" },
  asOf: "2016-01-13T05:00:00.000Z",
  knownAt: { position: "173000" },
  cohort: "settled",
  ruleSet: "2026-04-15",
  calendar: ["cn-2026@7"],
  measures: [
    row("19.1", "3209", "盐城市", { ...whole, met: false, lateBudget: -21_396, parked: 2 }),
    row("19.1", "320904", "大丰区", { pending: 1 }),
    row("19.1", "320902", "亭湖区", {
      kept: 19,
      counted: 19,
      rateText: "100.00",
      met: true,
      smallSample: true,
      lateBudget: 1,
      unclassified: 4,
    }),
    row("19.1", "320903", null, {
      kept: 1,
      counted: 2,
      rateText: "50.00",
      met: false,
      smallSample: true,
      lateBudget: -1,
      provisional: 3,
    }),
    row("25.3", "3209", "盐城市", { ...national, counted: 3, sum: 14, count: 3, smallSample: true }),
    row("25.2", "3209", "盐城市", national),
  ],
};
const shanghai = localTimes({});

it("shows the measures of the whole ledger, straight in spite of wide characters", () => {
  expect(renderBoard(answer, "whole", "zh", shanghai)).toBe(
    `
账本 3209  位置 173000 (共 173141)  截至 2016-01-13 13:00:00 (Asia/Shanghai)  口径 到期口径
规则 2026-04-15  日历 cn-2026@7
┌─────────────────────────┬─────────────┬─────────┬─────────────┬────────┬─────────────────┬──────────┬──────┬──────────┬──────────┬────────┐
│ 指标                    │ 单位        │    比率 │   分子/分母 │ 警戒线 │ 判定            │ 剩余容错 │ 在办 │ 逾期未办 │ 逾期办结 │ 未分类 │
├─────────────────────────┼─────────────┼─────────┼─────────────┼────────┼─────────────────┼──────────┼──────┼──────────┼──────────┼────────┤
│ 19.1 监测信息核查及时率 │ 盐城市 3209 │ 66.35 % │ 60054/90500 │ ≥ 90 % │ 未达标          │   -21396 │ 3501 │    11374 │    19072 │      0 │
│ 25.3 满意度             │ 盐城市 3209 │ 4.66 分 │        14/3 │        │ 全国值 (样本小) │          │    0 │        0 │        0 │      0 │
│ 25.2 调解成功率         │ 盐城市 3209 │       – │         0/0 │        │ 无数据          │          │    0 │        0 │        0 │      0 │
└─────────────────────────┴─────────────┴─────────┴─────────────┴────────┴─────────────────┴──────────┴──────┴──────────┴──────────┴────────┘
另有 2 个案件无法计算，已单列。`.trimStart(),
  );
});

it("shows a national figure as what it is: a rate to its last digit, a score in points", () => {
  const measures = [
    row("25.2", "3209", "盐城市", { threshold: 0.667 }),
    row("25.3", "3209", "盐城市", { threshold: 3.9 }),
    row("26.1b", "3209", "盐城市", { threshold: 0.57 }),
  ];
  const lines = renderBoard({ ...answer, measures }, "whole", "en", shanghai).split("\n");
  const cells = lines.slice(5, -1).map((line) => line.split("│")[5]?.trim());
  expect(cells).toEqual(["≥ 66.7 %", "≥ 3.9 points", "≥ 57 %"]);
});

it("shows the units of the measures that have data: the whole first, then the worst, those without data last", () => {
  const lines = renderBoard(answer, "by-unit", "en", localTimes({ ANSHI_TIME_ZONE: "UTC" })).split("\n");
  expect(lines[0]).toContain("as of 2016-01-13 05:00:00 (UTC)");
  const cells = lines.slice(5, -3).map((line) => line.split("│").map((cell) => cell.trim()));
  expect(cells.map(([, measure, unit, rate, , , verdict]) => [measure, unit, rate, verdict])).toEqual([
    ["19.1 Dispatches verified on time", "盐城市 3209", "66.35 %", "not met"],
    ["19.1 Dispatches verified on time", "unregistered 320903", "50.00 %", "not met (small sample)"],
    ["19.1 Dispatches verified on time", "亭湖区 320902", "100.00 %", "met (small sample)"],
    ["19.1 Dispatches verified on time", "大丰区 320904", "–", "no data"],
    ["25.3 Satisfaction", "盐城市 3209", "4.66 points", "national (small sample)"],
  ]);
  expect(lines.at(-1)).toBe("3 deadlines touch a year whose holidays are not published yet: provisional.");
});

it("divides what each formula divides", () => {
  const counts = { kept: 5, late: 3, overdue: 2, counted: 10, rateText: "80.00" };
  const measures = [
    row("19.2", "3209", null, counts),
    row("25.2", "3209", null, { ...counts, ...national, numerator: 7, denominator: 10 }),
    row("99.9", "3209", null, counts),
  ];
  const table = renderBoard({ ...answer, measures }, "as-given", "zh", shanghai);
  expect(table).toMatch(/19\.2 .* 8\/10 /u);
  expect(table).toMatch(/25\.2 .* 7\/10 /u);
  expect(table).toMatch(/99\.9 .* 5\/10 /u);
});

it("lets no control character of a name reach the terminal", () => {
  const measures = [row("19.1", "3209", "盐城\u001b[31m市\n", {})];
  expect(renderBoard({ ...answer, measures }, "whole", "zh", shanghai)).toContain("│ 盐城 [31m市  3209 │");
});

it("names a foreign answer as one", () => {
  expect(() => boardAnswer({ hello: "world" })).toThrow(Failure);
  expect(() => localTimes({ ANSHI_TIME_ZONE: "Mars" })).toThrow("expected an IANA time zone");
});
