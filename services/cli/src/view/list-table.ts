import { parseDay } from "@anshi/domain";
import { type Language, termIn } from "@anshi/terms";
import type { ListRow, ParkedRow } from "./list-answer.js";
import { renderTable } from "./table.js";
import type { LocalTimes } from "./zoned.js";

const words = {
  zh: {
    columns: ["类别", "案件", "时限", "单位", "起", "期限", "剩余天数", "状态", "备注"],
    parked: ["类别", "案件", "自位置", "原因"],
    none: "无",
    unregistered: "未登记单位",
    unclassified: "未分类",
    provisional: "暂定",
    disordered: "事实先于起点",
    lateExtension: "逾期延期",
    suspended: (since: string) => `${since} 起中止`,
    closed: (at: string) => `${at} 停止`,
    more: "还有更多：--limit N 或 --all",
    asOf: "截至",
    position: "位置",
    rows: (n: number) => `${n} 项`,
  },
  en: {
    columns: ["Kind", "Case", "Clock", "Unit", "Start", "Due", "Days left", "State", "Notes"],
    parked: ["Kind", "Case", "Since position", "Reason"],
    none: "none",
    unregistered: "unregistered",
    unclassified: "unclassified",
    provisional: "provisional",
    disordered: "disordered",
    lateExtension: "extended too late",
    suspended: (since: string) => `suspended since ${since}`,
    closed: (at: string) => `stopped ${at}`,
    more: "there are more: --limit N or --all",
    asOf: "as of",
    position: "position",
    rows: (n: number) => `${n} rows`,
  },
} as const;

/** What a list was asked and answered. */
export interface ListView {
  readonly asOf: string;
  readonly position: string;
  readonly state: string;
  readonly more: boolean;
  /** Names of units by id. */
  readonly names: ReadonlyMap<string, string | null>;
}

/** A list of clocks as a table; days left are calendar days to the due date, negative once it is over. */
export function renderList(
  rows: readonly ListRow[],
  view: ListView,
  language: Language,
  times: LocalTimes,
): string {
  const own = words[language];
  const table = renderTable(
    own.columns.map((name, nth) => (nth === 6 ? { name, align: "right" } : { name })),
    rows.map((row) => [
      termIn(row.kind, language),
      row.subject,
      termIn(row.clock, language),
      `${view.names.get(row.unit) ?? own.unregistered} ${row.unit}`,
      times.at(row.start).slice(0, 10),
      row.due ?? own.none,
      daysLeft(row, view.asOf, times),
      termIn(row.state, language),
      notes(row, language, times),
    ]),
  );
  return framed(table, rows.length, view, language, times);
}

/** The parked cases as a table. */
export function renderParked(
  rows: readonly ParkedRow[],
  view: ListView,
  language: Language,
  times: LocalTimes,
): string {
  const table = renderTable(
    words[language].parked.map((name) => ({ name })),
    rows.map(({ kind, subject, since, reason }) => [termIn(kind, language), subject, since, reason]),
  );
  return framed(table, rows.length, view, language, times);
}

function framed(table: string, count: number, view: ListView, language: Language, times: LocalTimes): string {
  const own = words[language];
  const state = termIn(view.state, language);
  const moment = `${own.asOf} ${times.at(view.asOf)} (${times.name})  ${own.position} ${view.position}`;
  return [
    `${state}  ${moment}  ${own.rows(count)}`,
    ...(count === 0 ? [] : [table]),
    ...(view.more ? [own.more] : []),
  ].join("\n");
}

/** To the due date, from T's day or, when it is stopped, from the day of that. */
function daysLeft({ due, closed }: ListRow, asOf: string, times: LocalTimes): string {
  const last = due === null ? undefined : parseDay(due);
  const from = parseDay(times.at(closed ?? asOf).slice(0, 10));
  return last === undefined || from === undefined ? "" : String(last - from);
}

function notes(row: ListRow, language: Language, times: LocalTimes): string {
  const own = words[language];
  const suspendedSince = row.suspendedSince ?? null;
  return [
    ...(row.closed === null ? [] : [own.closed(times.at(row.closed).slice(0, 10))]),
    ...(suspendedSince === null ? [] : [own.suspended(suspendedSince)]),
    ...(row.online === null && /^(complaint|lead)$/u.test(row.kind) ? [own.unclassified] : []),
    ...(row.provisional ? [own.provisional] : []),
    ...(row.disordered ? [own.disordered] : []),
    ...(row.lateExtension ? [own.lateExtension] : []),
  ].join(language === "zh" ? "；" : "; ");
}
