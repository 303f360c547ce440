import type { Language } from "./language.js";
import { termIn } from "./term.js";

const causes: Readonly<Record<string, string>> = {
  new: "新发生",
  "late-entry": "补录",
  correction: "更正",
  retraction: "撤销",
  classification: "涉网分类",
  calendar: "日历",
  unit: "单位",
  comparator: "全国数值",
  parked: termIn("parked", "zh"),
};

const integers: Readonly<Record<string, string>> = {
  kept: "按时",
  late: "逾期办结",
  overdue: "逾期未办",
  pending: "在办",
  void: "失效",
  counted: "分母",
  numerator: "分子",
  unclassified: "未分类",
  provisional: "暂定",
  parked: termIn("parked", "zh"),
};

/** Why an event made a figure another than it was (`cause` of `GET /v1/diff`). */
export function causeName(cause: string, language: Language): string {
  return language === "zh" ? (causes[cause] ?? cause) : cause;
}

/** What an event changed of a figure: `分子 +1, 分母 +1`. */
export function changeText(change: Readonly<Record<string, number>>, language: Language): string {
  return Object.entries(change)
    .map(([name, n]) => `${language === "zh" ? (integers[name] ?? name) : name} ${n > 0 ? "+" : ""}${n}`)
    .join(", ");
}
