import { measures } from "@anshi/domain";
import type { Variable } from "./schema.js";
import { postgres, prometheus } from "./target.js";

/** The values as Grafana writes them into a statement: quoted, and several of them separated by commas. */
export const ledger = `\${ledger:sqlstring}`;
export const unit = `\${unit:sqlstring}`;
export const measure = `\${measure:sqlstring}`;
export const clocks = `\${clock:sqlstring}`;

const source = (name: string, label: string, type: string, uid: string): Variable => ({
  name,
  label,
  description: `${label}：数据源 data source`,
  type: "datasource",
  query: type,
  regex: "",
  current: { text: uid, value: uid },
  hide: 2,
  refresh: 1,
  multi: false,
  includeAll: false,
});

const fromMetrics = (name: string, metric: string, label: string) => ({
  name,
  type: "query" as const,
  datasource: prometheus,
  query: { qryType: 1, query: `label_values(${metric}, ${label})`, refId: name },
  definition: `label_values(${metric}, ${label})`,
  refresh: 1 as const,
  sort: 1 as const,
  regex: "",
  multi: false,
  includeAll: false,
});

const fromSql = (name: string, query: string) => ({
  name,
  type: "query" as const,
  datasource: postgres,
  query,
  definition: query,
  refresh: 1 as const,
  sort: 0 as const,
  regex: "",
});

const among = (
  name: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
) => ({
  name,
  type: "custom" as const,
  query: options.map(([value, text]) => `${text} : ${value}`).join(","),
  options: options.map(([value, text]) => ({ text, value, selected: value === chosen })),
  current: { text: options.find(([value]) => value === chosen)?.[1] ?? chosen, value: chosen },
  multi: false,
  includeAll: false,
});

/** What every dashboard has: where to ask, where cases are shown, and which ledger. */
export const common: readonly Variable[] = [
  source("prometheus", "Prometheus", "prometheus", "anshi-prometheus"),
  source("postgres", "PostgreSQL", "grafana-postgresql-datasource", "anshi-postgres"),
  {
    ...fromMetrics("console", "anshi_console_info", "url"),
    label: "控制台 console",
    description: "案件在哪里看 where cases are shown: ANSHI_PUBLIC_URL of the api",
    hide: 2,
  },
  {
    ...fromMetrics("ledger", "anshi_ledger_position", "ledger"),
    label: "账本 ledger",
    description: "哪一个账本 which ledger",
    hide: 0,
  },
];

/** A unit, with all that is below it. */
export const unitVariable: Variable = {
  ...fromSql("unit", `select label as __text, unit as __value from board.units(${ledger}) order by path`),
  label: "单位 unit",
  description: "含其下级 with all units below it",
  hide: 0,
  multi: false,
  includeAll: false,
};

export const measureVariable: Variable = {
  ...among(
    "measure",
    measures.map(({ id, name, english }) => [id, `${id} ${name} ${english}`] as const),
    "25.1a",
  ),
  label: "指标 measure",
  description: "看哪一项 which measure",
  hide: 0,
};

export const windowVariable: Variable = {
  ...among(
    "window",
    [
      ["year", "本年累计 year to date"],
      ["all", "全部 all time"],
    ],
    "year",
  ),
  label: "期间 window",
  description: "此刻各数的统计期间 the window of the present figures",
  hide: 0,
};

export const clockVariable: Variable = {
  ...fromSql(
    "clock",
    "select clock_name as __text, clock as __value from board.clock_kind order by clock_order",
  ),
  label: "时限 clock",
  description: "哪几种时限 which kinds of clocks",
  hide: 0,
  multi: true,
  includeAll: true,
  current: { text: ["All"], value: ["$__all"] },
};

/** One of what was published, the newest first. */
export const publicationVariable: Variable = {
  ...fromSql(
    "publication",
    `select publication from board.publications(${ledger}) order by position desc limit 500`,
  ),
  label: "公布 publication",
  description: "看哪一次公布的数字 whose figures are shown",
  hide: 0,
  multi: false,
  includeAll: false,
};

/** A field to write in. */
export const textVariable = (name: string, label: string, description: string, value: string): Variable => ({
  name,
  type: "textbox",
  label,
  description,
  query: value,
  current: { text: value, value },
  options: [{ text: value, value, selected: true }],
  hide: 0,
});
