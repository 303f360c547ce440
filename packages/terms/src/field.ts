import type { Language } from "./language.js";

const names: Readonly<Record<string, string>> = {
  unit: "单位",
  toUnit: "移送至",
  office: "科所",
  online: "涉网",
  channel: "渠道",
  category: "类别",
  respondent: "被诉主体",
  origin: "来源",
  letterNo: "文号",
  dueOn: "限期",
  dueAt: "限时",
  until: "延至",
  reason: "原因",
  result: "结果",
  ground: "理由项",
  score: "评分",
  newFacts: "有新事实",
  recoveredAmount: "挽回金额",
};

const values: Readonly<Record<string, string>> = {
  true: "是",
  false: "否",
  report: "举报",
  assigned: "交办",
  supervised: "督办",
  transferred: "移送",
  inspection: "检查",
  monitoring: "监测",
  platform: "平台",
  phone: "电话",
  web: "网站",
  letter: "信函",
  visit: "来访",
  other: "其他",
  filed: "立案",
  "not-filed": "不予立案",
  unfounded: "不属实",
  confirmed: "属实",
  refuted: "不属实",
};

/** What a field of an event's data is called; as it is where it has no other name. */
export function fieldName(name: string, language: Language): string {
  return language === "zh" ? (names[name] ?? name) : name;
}

/** A value of a closed list, or of yes and no, in the language; any other as it is. */
export function valueName(value: string, language: Language): string {
  return language === "zh" ? (values[value] ?? value) : value;
}
