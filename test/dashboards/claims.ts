import { type Day, measures, parseDay, type Window } from "@anshi/domain";
import type { Target } from "@anshi/grafana";
import { interpolate, type Scope, type Shown } from "@anshi/grafana/testing";
import type { Cell, Row } from "./ask.js";
import { type Published, shanghai } from "./stack.js";

/** What a panel says of one figure; what it leaves unsaid is absent. */
export interface Claim {
  readonly measure: string;
  readonly unit: string;
  readonly window: Window;
  /** Position known at, where it is not the latest. */
  readonly knownAt?: bigint;
  /** T, where it is not now. */
  readonly asOf?: number;
  /** `94.99%`, or `4.25` of the mean score. */
  readonly text?: string;
  /** The same as a number, exact or cut. */
  readonly value?: number;
  readonly numerator?: number;
  readonly counted?: number;
  readonly met?: boolean;
  readonly lateBudget?: number;
}

/** Whether a query shows a rate, or whether one is met: then it has claims. Lines to hold rates against are none. */
export function showsRates(target: Target): boolean {
  if (target.refId === "lines") return false;
  return "rawSql" in target
    ? /\bvalue_text\b|\bmet\b|board\.trend/u.test(target.rawSql)
    : /anshi_measure_(?:numerator|counted|met|late_budget)\b/u.test(target.expr);
}

/** Everything a query's answer says of figures. */
export function claimsOf(
  shown: Shown,
  target: Target,
  rows: readonly Row[],
  scope: Scope,
  published: Published,
): readonly Claim[] {
  if (!showsRates(target)) return [];
  const own = readings[`${shown.dashboard.uid}/${shown.panel.id} ${target.refId}`];
  if (own !== undefined) return rows.flatMap((row) => own(row, scope, published));
  return "rawSql" in target
    ? rows.map((row) => inWindow(row, scope))
    : present(target.refId, target.expr, rows, scope);
}

/** Of PromQL the selector says whose figure it is, and the `refId` which. */
function present(refId: string, expr: string, rows: readonly Row[], scope: Scope): readonly Claim[] {
  const label = (name: string) =>
    new RegExp(`\\b${name}="([^"]*)"`, "u").exec(interpolate(expr, scope))?.[1] ?? "";
  const window = label("window") === "year" ? thisYear(scope) : {};
  return rows.map((row) => {
    const value = Number(row.value);
    const said = {
      rate: { value },
      score: { value },
      numerator: { numerator: value },
      counted: { counted: value },
      met: { met: value === 1 },
      late_budget: { lateBudget: value },
    }[refId];
    return { measure: String(row.measure), unit: label("unit"), window, ...said };
  });
}

type Reading = (row: Row, scope: Scope, published: Published) => readonly Claim[];

/** Queries whose rows say in a way of their own of what figure they speak. */
const readings: Readonly<Record<string, Reading>> = {
  "anshi-board/21 rate": (row, scope) => {
    if (row.value === null) return [];
    const to = shanghai.dayOf((row.time as Date).getTime());
    return [
      {
        measure: text(scope, "measure"),
        unit: text(scope, "ledger"),
        window: { from: to - 29, to },
        value: Number(row.value),
      },
    ];
  },
  "anshi-unit/12 met": (row, scope) => [
    {
      measure: measureIn(row.metric),
      unit: text(scope, "unit"),
      window: monthOf(row.time as Date),
      met: row.value === 1,
    },
  ],
  "anshi-unit/11 months": (row, scope) => {
    const [from = 0, to = 0] = monthSpan(`${row.month}-01`);
    return measures.flatMap(({ id }) =>
      cell(row[id] ?? null, { measure: id, unit: text(scope, "unit"), window: { from, to } }),
    );
  },
  "anshi-unit/21 siblings": (row, scope) => [{ ...inWindow(row, scope), measure: text(scope, "measure") }],
  "anshi-time-machine/3 measures": (row, scope) => [{ ...inRange(row, scope), unit: text(scope, "unit") }],
  "anshi-time-machine/4 units": (row, scope) => [inRange(row, scope)],
  "anshi-time-machine/11 changes": (row, scope) =>
    ["before", "after"].map((side) => {
      const only = Object.entries(row).filter(
        ([name]) => !/_(?:before|after)$/u.test(name) || name.endsWith(`_${side}`),
      );
      const plain = Object.fromEntries(
        only.map(([name, value]) => [name.replace(/_(?:before|after)$/u, ""), value]),
      );
      const known = text(scope, side === "before" ? "before" : "known_at");
      return { ...inRange(plain, scope), ...(known === "" ? {} : { knownAt: BigInt(known) }) };
    }),
  "anshi-time-machine/24 published": (row, _scope, { id: _id, ...moment }) =>
    ["", "recomputed_"].map((side) => {
      const value_text = row[side === "" ? "value_text" : "recomputed_text"] ?? null;
      const [numerator = null, counted = null] = [row[`${side}numerator`], row[`${side}counted`]];
      const { unit = null, measure_name = null } = row;
      return { ...figure({ unit, measure_name, value_text, numerator, counted }), ...moment };
    }),
};

/** A row of `board.figures` over the window that the variable names. */
function inWindow(row: Row, scope: Scope): Claim {
  return { ...figure(row), window: text(scope, "window") === "year" ? thisYear(scope) : {} };
}

/** One over the dashboard's time range. */
function inRange(row: Row, scope: Scope): Claim {
  return {
    ...figure(row),
    window: { from: shanghai.dayOf(scope.from.getTime()), to: shanghai.dayOf(scope.to.getTime()) },
  };
}

function figure(row: Row): Omit<Claim, "window"> {
  const number = (name: string) => (row[name] == null ? {} : { [camel(name)]: Number(row[name]) });
  return {
    measure: measureIn(row.measure ?? row.measure_name ?? null),
    unit: String(row.unit ?? ""),
    ...(row.value_text == null || row.value_text === "无数据" ? {} : { text: String(row.value_text) }),
    ...(row.met_text === "达标" || row.met_text === "未达标" ? { met: row.met_text === "达标" } : {}),
    ...number("numerator"),
    ...number("counted"),
    ...number("late_budget"),
  };
}

/** `94.99% 450/473 未达标`. */
function cell(value: Cell, of: Pick<Claim, "measure" | "unit" | "window">): readonly Claim[] {
  const [said = "", fraction = "", word] = String(value ?? "").split(" ");
  const [numerator, counted] = fraction.split("/").map(Number);
  if (said === "无数据" || numerator === undefined || counted === undefined) return [];
  return [{ ...of, text: said, numerator, counted, ...(word === "无标准" ? {} : { met: word === "达标" }) }];
}

const camel = (name: string): string =>
  name.replace(/_(\w)/gu, (_all, letter: string) => letter.toUpperCase());
const text = (scope: Scope, name: string): string => String(scope.variables[name] ?? "");
/** `19.1` of `19.1 监测信息核查及时率`. */
const measureIn = (value: Cell | undefined): string => String(value ?? "").split(" ")[0] ?? "";

function thisYear(scope: Scope): Window {
  const year = scope.to.toLocaleDateString("sv", { timeZone: "Asia/Shanghai" }).slice(0, 4);
  return { from: day(`${year}-01-01`), to: shanghai.dayOf(scope.to.getTime()) };
}

function monthOf(start: Date): Window {
  const [from = 0, to = 0] = monthSpan(start.toLocaleDateString("sv", { timeZone: "Asia/Shanghai" }));
  return { from, to };
}

/** First and last day of the month that a day `YYYY-MM-DD` is the first of. */
function monthSpan(first: string): readonly [Day, Day] {
  const from = day(first);
  const next = new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 1));
  return [from, day(next.toISOString().slice(0, 10)) - 1];
}

function day(value: string): Day {
  const parsed = parseDay(value);
  if (parsed === undefined) throw new Error(`no day: ${value}`);
  return parsed;
}
