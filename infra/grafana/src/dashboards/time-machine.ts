import { figureColumns } from "../columns.js";
import { dashboard } from "../dashboard.js";
import type { Field } from "../field.js";
import { unitPage } from "../links.js";
import { firstDay, lastDay, standing } from "../moments.js";
import { table } from "../panel.js";
import { sql } from "../target.js";
import { common, ledger, publicationVariable, textVariable, unit, unitVariable } from "../variables.js";
import { metWords, yes } from "../words.js";
import { published } from "./time-machine/published.js";

const instant = (name: string) => `board.instant_of(${ledger}, \${${name}:sqlstring})`;
const position = (name: string) => `board.position_of(${ledger}, \${${name}:sqlstring})`;
const moment = `as_of => ${instant("as_of")}, known_at => ${position("known_at")},
       from_day => ${firstDay}, to_day => ${lastDay}, cohort => '$cohort'`;
const told = [
  "kept",
  "late",
  "overdue",
  "pending",
  "counted",
  "value_text",
  "met_text",
  "late_budget",
] as const;

const columns: Readonly<Record<string, Field>> = {
  ...figureColumns,
  unit: { title: "代码 id", link: { title: "看这个单位 this unit", url: unitPage } },
  kept: { title: "按时 kept" },
  void: { title: "作废 void" },
  provisional: { title: "暂定 provisional" },
  earned: { title: "得分 point", words: yes("得分 earned") },
};

const both = (name: string, title: string, field: Field = {}): readonly (readonly [string, Field])[] => [
  [`${name}_before`, { ...field, title: `${title} · 前 before` }],
  [`${name}_after`, { ...field, title: `${title} · 后 after` }],
];

/** 时间机器: what the board showed, or would have shown, at any (T, P). */
export const timeMachine = dashboard({
  uid: "anshi-time-machine",
  title: "时间机器 Time machine",
  description:
    "任意时刻 T、按任意账本位置 P 所知的看板，以及两个位置之间哪些数字变了。统计期间取仪表板的时间范围。 The board as of any T, as known at any P, and which figures changed between two positions; the window is the dashboard's time range.",
  variables: [
    ...common,
    unitVariable,
    textVariable(
      "as_of",
      "时刻 T as of",
      "本地时间，如 2026-06-30 18:00，或 now。 Local time such as 2026-06-30 18:00, or now",
      "now",
    ),
    textVariable(
      "known_at",
      "所知 P known at",
      "账本位置，或当时的本地时间；空为最新。 A position of the ledger, or a local time; empty: the latest",
      "",
    ),
    textVariable(
      "before",
      "对比 P₁ before",
      "与 P 对比的较早位置或时间。 The earlier position, or time, that P is compared with",
      "0",
    ),
    {
      name: "cohort",
      label: "口径 cohort",
      description: "应结、受理、办结口径 settled, received or closed",
      type: "custom",
      query: "应结 settled : settled,受理 received : received,办结 closed : closed",
      options: [
        { text: "应结 settled", value: "settled", selected: true },
        { text: "受理 received", value: "received", selected: false },
        { text: "办结 closed", value: "closed", selected: false },
      ],
      current: { text: "应结 settled", value: "settled" },
      hide: 0,
      multi: false,
      includeAll: false,
    },
    publicationVariable,
  ],
  from: "now/y",
  refresh: "",
  sections: [
    {
      id: 1,
      title: "当时的看板 The board then",
      panels: [
        table({
          id: 2,
          title: "问的是什么 What is asked",
          description:
            "换成数字的 T、P 与 P₁，及其记录时间：任何人据此都能重算。 T, P and P₁ as they were read: with these anyone can recompute the board.",
          width: 24,
          height: 4,
          targets: [
            sql(
              "asked",
              `select ${instant("as_of")} as as_of, coalesce(${position("known_at")}, position) as known_at,
       ${position("before")} as before, ${firstDay}::text as from_day, ${lastDay}::text as to_day, position, recorded_at, rule_set
  from ${standing}`,
            ),
          ],
          fields: {
            as_of: { title: "时刻 T", unit: "dateTimeAsIso" },
            known_at: { title: "所知 P" },
            before: { title: "对比 P₁" },
            from_day: { title: "自 from" },
            to_day: { title: "至 to" },
            position: { title: "看板已至 board at" },
            recorded_at: { title: "记录于 recorded", unit: "dateTimeAsIso" },
            rule_set: { title: "规则集 rules" },
          },
        }),
        table({
          id: 3,
          title: "各指标 Measures at (T, P)",
          description:
            "所选单位在 T 时、按 P 所知的每项指标。 Each measure of the chosen unit as of T, as known at P.",
          width: 24,
          height: 12,
          targets: [
            sql(
              "measures",
              `select measure || ' ' || measure_name as measure_name, value_text, numerator, counted, threshold, comparator, met_text, earned, late_budget,
       kept, late, overdue, pending, void, unclassified, provisional
  from ${standing},
       board.figures(${ledger}, ${moment}, units => array[${unit}]) as figures
 order by measure_order`,
            ),
          ],
          fields: columns,
        }),
        table({
          id: 4,
          title: "各单位 Units at (T, P), worst first",
          description:
            "当时各单位未达标的指标，剩余容错最少的在前。 What each unit missed then, the smallest late budget first.",
          width: 24,
          height: 10,
          nothing: "当时全部达标 every unit met every line then",
          targets: [
            sql(
              "units",
              `select unit, coalesce(unit_name, '全部单位') as unit_name, measure || ' ' || measure_name as measure_name, value_text, numerator, counted, threshold, met_text, late_budget
  from ${standing},
       board.figures(${ledger}, ${moment}) as figures
 where depth > 0 and not met
 order by is_small_sample, late_budget, unit, measure_order
 limit 100`,
            ),
          ],
          fields: columns,
        }),
      ],
    },
    {
      id: 10,
      title: "变了什么 What changed",
      panels: [
        table({
          id: 11,
          title: "P₁ 与 P 之间变了的数字 Figures that differ",
          description:
            "同一时刻 T，按 P₁ 所知与按 P 所知不同的数字：迟到、更正、撤回、日历或规则所致。 Figures as of the same T that became otherwise between P₁ and P: by late entry, correction, retraction, calendar or rule.",
          width: 24,
          height: 12,
          nothing: "没有变化 nothing changed",
          targets: [
            sql(
              "changes",
              `select unit, coalesce(unit_name, '全部单位') as unit_name, measure || ' ' || measure_name as measure_name,
       ${told.map((name) => `${name}_before, ${name}_after`).join(", ")}
  from ${standing},
       board.changes(${ledger}, before => ${position("before")}, after => ${position("known_at")}, as_of => ${instant("as_of")},
         from_day => ${firstDay}, to_day => ${lastDay}, cohort => '$cohort') as changes
 order by unit, measure_order
 limit 500`,
            ),
          ],
          fields: {
            unit: columns.unit ?? {},
            unit_name: { title: "单位 unit" },
            measure_name: { title: "指标 measure", width: 220 },
            ...Object.fromEntries([
              ...both("kept", "按时 kept"),
              ...both("late", "逾期 late"),
              ...both("overdue", "超期 overdue"),
              ...both("pending", "办理中 pending"),
              ...both("counted", "N 分母"),
              ...both("value_text", "比率 rate"),
              ...both("met_text", "是否达标 met", { words: metWords }),
              ...both("late_budget", "剩余容错 budget"),
            ]),
          },
        }),
      ],
    },
    published,
  ],
});
