import { figureColumns } from "../columns.js";
import { dashboard } from "../dashboard.js";
import { unitPage } from "../links.js";
import { firstDay, lastDay, standing, startOf, windowStart } from "../moments.js";
import { lines, stat, table } from "../panel.js";
import { measuresNow, metNow } from "../present.js";
import { now, sql, sqlSeries } from "../target.js";
import { common, ledger, measure, measureVariable, windowVariable } from "../variables.js";
import { yes } from "../words.js";

const trend = `board.trend(${ledger}, from_day => ${firstDay}, to_day => ${lastDay},
       step => greatest(1, (${lastDay} - ${firstDay}) / 26), measures => array[${measure}], units => array[${ledger}]) as trend`;

/** 总览: is the bureau on time, and where is it not. */
export const board = dashboard({
  uid: "anshi-board",
  title: "总览 Board",
  description:
    "全局各指标此刻是否达标、最差的单位、比率走势、数据截至何时。 Whether the bureau meets its measures now, the worst units first, how the rate has moved, and how fresh the data are.",
  variables: [...common, windowVariable, measureVariable],
  from: "now-1y",
  refresh: "1m",
  sections: [
    {
      id: 1,
      title: "此刻 Now",
      panels: [
        metNow(2, "是否达标 Met or not", "$ledger"),
        measuresNow(3, "各指标此刻 Measures now", "$ledger"),
        stat({
          id: 4,
          title: "数据截至 Data as of",
          description:
            "看板已计入账本的哪个位置，还差多少条、差了多久。0 表示已到最新。 The position of the ledger that the board has come to, and how many events and seconds it is behind; 0 is up to date.",
          width: 24,
          height: 4,
          targets: [
            now("position", 'max(anshi_projection_position{ledger="$ledger"})', "账本位置 position"),
            now("lag_events", 'max(anshi_projection_lag_events{ledger="$ledger"})', "未计入 events behind"),
            now("lag_seconds", 'max(anshi_projection_lag_seconds{ledger="$ledger"})', "滞后 behind"),
          ],
          fields: { "滞后 behind": { unit: "s", decimals: 1 } },
        }),
      ],
    },
    {
      id: 10,
      title: "单位 Units",
      panels: [
        table({
          id: 11,
          title: "最差单位 Worst units first",
          description:
            "未达标的（单位，指标），剩余容错最少的在前；样本不足 20 的排在最后，只作提示。 Units below a line, the smallest late budget first; small samples (fewer than 20) come last and are only a hint.",
          width: 24,
          height: 11,
          nothing: "全部达标 every unit meets every line",
          targets: [
            sql(
              "worst",
              `select unit, unit_name, measure, value_text, numerator, counted, threshold, comparator, met_text, late_budget,
       overdue, pending, is_small_sample
  from ${standing},
       board.figures(${ledger}, from_day => ${windowStart}) as figures
 where depth > 0 and not met
 order by is_small_sample, late_budget, unit, measure_order
 limit 100`,
            ),
          ],
          fields: {
            ...figureColumns,
            unit: {
              title: "代码 id",
              link: { title: "看这个单位 this unit", url: unitPage },
            },
            is_small_sample: { title: "样本 sample", words: yes("小样本 small") },
          },
        }),
      ],
    },
    {
      id: 20,
      title: "走势 Trend",
      panels: [
        lines({
          id: 21,
          title: "近 30 日比率走势 Settled rate of 30 days: $measure",
          description:
            "每个点是截至当日 30 天内应结案件的按时率（25.3 为均分），并画出标准线与全国平均。迟到的事实会改变它所属的日子。 Each point is the settled rate of the 30 days up to it (of 25.3 the mean score), with its line and the national average.",
          width: 24,
          height: 10,
          targets: [
            sqlSeries(
              "rate",
              `select ${startOf("day")} as time, '比率 rate' as metric, value
  from ${standing}, ${trend}
 order by 1`,
            ),
            sqlSeries(
              "lines",
              `select ${startOf("day")} as time, line.metric, line.value
  from ${standing}, ${trend},
       lateral (values ('标准线 line', threshold), ('全国平均 national average', comparator)) as line (metric, value)
 where line.value is not null
 order by 1`,
            ),
          ],
          all: { decimals: 4 },
        }),
      ],
    },
  ],
});
