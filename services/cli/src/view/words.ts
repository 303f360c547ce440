import { type Language, termIn } from "@anshi/terms";

const board = {
  zh: {
    measure: "指标",
    unit: "单位",
    unregistered: "未登记单位",
    rate: "比率",
    fraction: "分子/分母",
    line: "警戒线",
    verdict: "判定",
    budget: "剩余容错",
    pending: "在办",
    overdue: "逾期未办",
    late: "逾期办结",
    unclassified: "未分类",
    met: "达标",
    failed: "未达标",
    noData: "无数据",
    noLine: "全国值",
    small: "样本小",
    ledger: "账本",
    position: "位置",
    of: "共",
    asOf: "截至",
    cohort: "口径",
    ruleSet: "规则",
    calendar: "日历",
    parked: (n: number) => `另有 ${n} 个案件${termIn("parked", "zh")}，已单列。`,
    provisional: (n: number) => `${n} 个时限涉及尚未公布的放假安排，为暂定。`,
    points: "分",
  },
  en: {
    measure: "Measure",
    unit: "Unit",
    unregistered: "unregistered",
    rate: "Rate",
    fraction: "n/N",
    line: "Line",
    verdict: "Verdict",
    budget: "Budget",
    pending: "Pending",
    overdue: "Overdue",
    late: "Late",
    unclassified: "Unclassified",
    met: "met",
    failed: "not met",
    noData: "no data",
    noLine: "national",
    small: "small sample",
    ledger: "ledger",
    position: "position",
    of: "of",
    asOf: "as of",
    cohort: "cohort",
    ruleSet: "rules",
    calendar: "calendar",
    parked: (n: number) => `${n} further cases cannot be assessed and are listed apart.`,
    provisional: (n: number) =>
      `${n} deadlines touch a year whose holidays are not published yet: provisional.`,
    points: "points",
  },
} as const;

/** The words of the board's table. */
export type BoardWords = (typeof board)[Language];

export function boardWords(language: Language): BoardWords {
  return board[language];
}
