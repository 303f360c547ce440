import { presentColumns } from "./columns.js";
import { type Figures, figure, rate, score } from "./figures.js";
import { type Placeable, stat, table } from "./panel.js";
import { now, rows } from "./target.js";
import { metNumbers } from "./words.js";

const told = [
  "numerator",
  "counted",
  "threshold_ratio",
  "met",
  "late_budget",
  "kept",
  "pending",
  "overdue",
  "late",
  "unclassified",
] as const;

/** Every measure of one unit now, from Prometheus. */
export function measuresNow(id: number, title: string, unit: string): Placeable {
  const figures: Figures = { by: "measure", of: `ledger="$ledger",unit="${unit}",window="$window"` };
  return table({
    id,
    title,
    description:
      "每项指标此刻的比率、分子分母、标准线、是否达标、剩余容错与在办数。比率截至两位小数，向不利一侧取；全国标准线的指标（25.2、25.3、26.1）在全国数公布后才有线。" +
      " The rate of each measure now with n/N, its line, whether it is met, and how many more may be missed. Rates are cut, never rounded up.",
    width: 24,
    height: 12,
    targets: [
      rows("rate", rate(figures)),
      rows("score", score(figures)),
      ...told.map((name) => rows(name, figure(name, figures))),
      rows("national", 'max by (measure) (anshi_measure_national_ratio{ledger="$ledger"})'),
    ],
    columns: [
      "measure",
      "Value #rate",
      "Value #score",
      ...told.map((name) => `Value #${name}`),
      "Value #national",
    ],
    fields: presentColumns,
  });
}

/** Whether each measure of one unit is met now, in words. */
export function metNow(id: number, title: string, unit: string): Placeable {
  const figures: Figures = { by: "measure", of: `ledger="$ledger",unit="${unit}",window="$window"` };
  return stat({
    id,
    title,
    description:
      "达标：比率不低于标准线，按整数比较；没有数据或没有标准线的指标不出现。 Met: at or above the line, compared in integers; measures without data or without a line are not shown.",
    width: 24,
    height: 4,
    targets: [now("met", figure("met", figures), "{{measure}}")],
    all: { words: metNumbers, steps: [["red"], ["green", 1]] },
  });
}
