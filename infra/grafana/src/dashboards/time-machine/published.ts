import { figureColumns } from "../../columns.js";
import type { Section } from "../../grid.js";
import { publicationPage } from "../../links.js";
import { stat, table } from "../../panel.js";
import { now, rows, sql } from "../../target.js";
import { ledger } from "../../variables.js";
import { faultSteps, sameWords } from "../../words.js";

const nothing = "还没有公布过 nothing was published yet";

/** What was published, and whether it comes out as published when it is computed again. */
export const published: Section = {
  id: 20,
  title: "已公布 Published",
  panels: [
    stat({
      id: 21,
      title: "重算不符 Figures that differ",
      description:
        "管家上次重算全部已公布数字时，与公布值不同的个数，及距那时多久；不是 0 就要查。 Published figures that did not come out as published when the steward last computed them all again, and since when; anything but 0 is to be looked into.",
      width: 12,
      height: 5,
      nothing,
      targets: [
        now("differing", 'max(anshi_published_figures_differing{ledger="$ledger"})', "不符 differing"),
        now(
          "age",
          'time() - max(anshi_published_recomputed_timestamp_seconds{ledger="$ledger"})',
          "距上次重算 since recomputed",
        ),
      ],
      all: { steps: faultSteps },
      fields: { "距上次重算 since recomputed": { unit: "s", decimals: 0 } },
    }),
    table({
      id: 22,
      title: "各期公布 Published by period",
      description:
        "日、月、季、年各公布了几次，距上次多久。 How often the board of a day, month, quarter or year was published, and since when.",
      width: 12,
      height: 5,
      nothing,
      targets: [
        rows("boards", 'max by (period) (anshi_published_boards{ledger="$ledger"})'),
        rows("age", 'time() - max by (period) (anshi_published_last_timestamp_seconds{ledger="$ledger"})'),
      ],
      columns: ["period", "Value #boards", "Value #age"],
      fields: {
        period: { title: "期 period" },
        "Value #boards": { title: "次数 boards" },
        "Value #age": { title: "距上次 since", unit: "s", decimals: 0 },
      },
    }),
    table({
      id: 23,
      title: "公布清单 Publications",
      description:
        "每次公布的依据：T、P、口径、规则集；点编号看逐个数字。 What each publication is a function of: T, P, cohort, rules; its id leads to its figures.",
      width: 24,
      height: 8,
      nothing,
      targets: [
        sql(
          "publications",
          `select publication, period_kind, from_day::text as from_day, to_day::text as to_day, edition, as_of, known_at, cohort, rule_set, figures,
       position, published_at
  from board.publications(${ledger})
 order by position desc
 limit 200`,
        ),
      ],
      fields: {
        publication: { title: "编号 id", link: { title: "看它的数字 its figures", url: publicationPage } },
        period_kind: { title: "期 period" },
        from_day: { title: "自 from" },
        to_day: { title: "至 to" },
        edition: { title: "版 edition" },
        as_of: { title: "时刻 T", unit: "dateTimeAsIso" },
        known_at: { title: "所知 P" },
        cohort: { title: "口径 cohort" },
        rule_set: { title: "规则集 rules" },
        figures: { title: "数字 figures" },
        position: { title: "账本位置 position" },
        published_at: { title: "公布于 published", unit: "dateTimeAsIso" },
      },
    }),
    table({
      id: 24,
      title: "公布值与重算值 Published and computed again: $publication",
      description:
        "所选公布的每个数字，旁边是此刻按它自己的 T、P、口径重算的结果；不同的在前。 Each figure of the chosen publication, beside what it is when computed now at its own T, P and cohort; those that differ first.",
      width: 24,
      height: 12,
      nothing,
      targets: [
        sql(
          "published",
          `select unit, coalesce(unit_name, '全部单位') as unit_name, measure || ' ' || measure_name as measure_name, value_text, recomputed_text, numerator, recomputed_numerator,
       counted, recomputed_counted, met_text, same_text
  from board.published(${ledger}, \${publication:sqlstring})
 order by same, measure_order, unit
 limit 1000`,
        ),
      ],
      fields: {
        ...figureColumns,
        unit: { title: "代码 id" },
        recomputed_text: { title: "重算 computed again" },
        recomputed_numerator: { title: "n 重算" },
        recomputed_counted: { title: "N 重算" },
        same_text: { title: "是否一致 same", words: sameWords },
      },
    }),
  ],
};
