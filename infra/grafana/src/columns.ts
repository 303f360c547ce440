import type { Field } from "./field.js";
import { budgetSteps, measureWords, metNumbers, metWords } from "./words.js";

/** Columns that several tables have, by the name that the statement or `refId` gives them. */
export const figureColumns: Readonly<Record<string, Field>> = {
  unit_name: { title: "单位 unit" },
  measure: { title: "指标 measure", words: measureWords, width: 220 },
  measure_name: { title: "指标 measure", width: 220 },
  value_text: { title: "比率 rate", width: 110 },
  numerator: { title: "n 分子" },
  counted: { title: "N 分母" },
  threshold: { title: "标准线 line", decimals: 4 },
  comparator: { title: "全国 national", decimals: 4 },
  met_text: { title: "是否达标 met", words: metWords, width: 150 },
  late_budget: { title: "剩余容错 late budget", steps: budgetSteps },
  pending: { title: "办理中 pending" },
  overdue: { title: "超期未结 overdue" },
  late: { title: "逾期办结 late" },
  unclassified: { title: "未分类 unclassified" },
  parked: { title: "无法计算 parked" },
};

/** The same of a table of PromQL, whose columns are called `Value #refId`. */
export const presentColumns: Readonly<Record<string, Field>> = {
  measure: { title: "指标 measure", words: measureWords, width: 240 },
  "Value #rate": { title: "比率 rate", unit: "percentunit", decimals: 2 },
  "Value #score": { title: "均分 mean score", decimals: 2 },
  "Value #numerator": { title: "n 分子" },
  "Value #counted": { title: "N 分母" },
  "Value #threshold_ratio": { title: "标准线 line", decimals: 4 },
  "Value #met": { title: "是否达标 met", words: metNumbers, steps: [["red"], ["green", 1]] },
  "Value #late_budget": { title: "剩余容错 late budget", steps: budgetSteps },
  "Value #pending": { title: "办理中 pending" },
  "Value #overdue": { title: "超期未结 overdue" },
  "Value #late": { title: "逾期办结 late" },
  "Value #kept": { title: "按时 kept" },
  "Value #void": { title: "作废 void" },
  "Value #unclassified": { title: "未分类 unclassified" },
  "Value #national": { title: "全国平均 national", decimals: 4 },
  "Value #long_overdue": { title: "久拖未结 overdue for long", steps: [["text"], ["red", 1]] },
  "Value #near_red": { title: "≤ 2 工作日 due in 2", steps: [["text"], ["red", 1]] },
  "Value #near_yellow": { title: "≤ 5 工作日 due in 5", steps: [["text"], ["orange", 1]] },
};
