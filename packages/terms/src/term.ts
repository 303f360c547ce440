import { clockNames } from "@anshi/domain";
import type { Language } from "./language.js";

const chinese: Readonly<Record<string, string>> = {
  complaint: "投诉",
  lead: "违法线索",
  dispatch: "监测信息",
  identity: "主体身份信息",
  odr: "ODR",
  ...Object.fromEntries(Object.entries(clockNames).map(([clock, { chinese: name }]) => [clock, name])),
  pending: "在办",
  kept: "按时",
  late: "逾期办结",
  overdue: "逾期未办",
  void: "不计",
  "near-due": "临期",
  ended: "逾期后终结",
  unclassified: "未分类",
  suspended: "中止中",
  unregistered: "未登记单位",
  parked: "无法计算",
  retracted: "已撤销",
  anomaly: "异常，不计",
  future: "尚未发生",
};

/** A kind, clock, state or note in the language; what has no translation as it is. */
export function termIn(term: string, language: Language): string {
  return language === "zh" ? (chinese[term] ?? term) : term;
}
