import { measures } from "@anshi/domain";
import { figureColumns } from "../columns.js";
import { dashboard } from "../dashboard.js";
import { unitPage } from "../links.js";
import { firstDay, lastDay, standing, startOf, windowStart } from "../moments.js";
import { stretches, table } from "../panel.js";
import { measuresNow, metNow } from "../present.js";
import { sql, sqlSeries } from "../target.js";
import {
  common,
  ledger,
  measure,
  measureVariable,
  unit,
  unitVariable,
  windowVariable,
} from "../variables.js";
import { metEndings, metNumbers } from "../words.js";

const months = `board.figures_by_month(${ledger}, from_day => ${firstDay}, to_day => ${lastDay}, units => array[${unit}]) as months`;
const cells = measures
  .map(
    ({ id }) =>
      `max(value_text || ' ' || numerator || '/' || counted || ' ' || met_text) filter (where measure = '${id}') as "${id}"`,
  )
  .join(",\n       ");

/** 区县: one unit, what it meets, how it came there, and how its siblings stand. */
export const unitDashboard = dashboard({
  uid: "anshi-unit",
  title: "区县 Unit",
  description:
    "一个单位（含下级）的各项指标、逐月情况与同级比较。 One unit with all below it: every measure, month by month, and its siblings.",
  variables: [...common, unitVariable, windowVariable, measureVariable],
  from: "now-1y",
  refresh: "1m",
  sections: [
    {
      id: 1,
      title: "此刻 Now",
      panels: [metNow(2, "是否达标 Met or not", "$unit"), measuresNow(3, "各指标此刻 Measures now", "$unit")],
    },
    {
      id: 10,
      title: "逐月 Month by month",
      panels: [
        table({
          id: 11,
          title: "指标逐月 Measures by month",
          description:
            "当月应结案件的比率、n/N 与是否达标；按现在所知重算，迟到的事实计入它所属的月份。 The settled rate of each month with n/N and whether it was met, as known now: a late fact changes the month it belongs to.",
          width: 24,
          height: 12,
          targets: [
            sql(
              "months",
              `select to_char(month, 'YYYY-MM') as month,
       ${cells}
  from ${standing}, ${months}
 group by month
 order by month desc`,
            ),
          ],
          all: { unit: "string" },
          fields: {
            month: { title: "月份 month", width: 100 },
            ...Object.fromEntries(
              measures.map(({ id, name }) => [id, { title: `${id} ${name}`, words: metEndings }]),
            ),
          },
        }),
        stretches({
          id: 12,
          title: "达标时间线 Met over time",
          description:
            "各指标每月是否达标；空白为无数据或无标准线。 Whether each measure was met in each month; blank where there were no data or no line.",
          width: 24,
          height: 10,
          targets: [
            sqlSeries(
              "met",
              `select ${startOf("month")} as time, measure || ' ' || measure_name as metric, met::integer as value
  from ${standing}, ${months}
 where met is not null
 order by 1, measure_order`,
            ),
          ],
          all: { words: metNumbers, steps: [["red"], ["green", 1]] },
        }),
      ],
    },
    {
      id: 20,
      title: "同级 Siblings",
      panels: [
        table({
          id: 21,
          title: "同级比较 Siblings: $measure",
          description:
            "同一上级下各单位的这项指标；样本满 20 的才排名次，其余列在最后。 The units under the same parent by this measure; only samples of 20 and more have a rank, the others come last.",
          width: 24,
          height: 10,
          targets: [
            sql(
              "siblings",
              `select rank, unit, unit_name, case when unit = ${unit} then '← 本单位 this unit' else '' end as own, value_text, numerator,
       counted, threshold, comparator, met_text, late_budget
  from ${standing},
       board.ranking(${ledger},
         parent => coalesce((select parent from board.units(${ledger}) where unit = ${unit}), ${ledger}),
         from_day => ${windowStart}, measures => array[${measure}]) as ranking
 order by rank nulls last, value_text desc, unit`,
            ),
          ],
          fields: {
            ...figureColumns,
            rank: { title: "名次 rank", width: 80 },
            unit: { title: "代码 id", link: { title: "看这个单位 this unit", url: unitPage } },
            own: { title: "" },
          },
        }),
      ],
    },
  ],
});
