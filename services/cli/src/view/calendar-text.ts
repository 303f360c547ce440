import { formatDay, parseDay, weekday, yearOf } from "@anshi/domain";
import type { Language } from "@anshi/terms";
import { Failure } from "../failure.js";
import { renderTable } from "./table.js";

/** The body of `GET /v1/calendar`. */
export interface CalendarAnswer {
  readonly year: number;
  readonly version: string | null;
  readonly source: "built-in" | "published" | null;
  readonly provisional: boolean;
  readonly off: readonly string[];
  readonly work: readonly string[];
}

/** The body as a year's calendar; throws `Failure` when it is none. */
export function calendarAnswer(body: unknown): CalendarAnswer {
  if (typeof body === "object" && body !== null && "off" in body && Array.isArray(body.off)) {
    if ("work" in body && Array.isArray(body.work) && "year" in body) return body as CalendarAnswer;
  }
  throw new Failure("the answer is no calendar; does ANSHI_URL name an Anshi service?");
}

const words = {
  zh: {
    columns: ["月", "放假（含其间周末）", "调休上班", "工作日"],
    "built-in": "内置（国务院办公厅通知）",
    published: "账本中公布",
    provisional: "放假安排尚未公布：按周一至周五暂定",
    year: "全年工作日",
  },
  en: {
    columns: ["Month", "Days off (weekends within them too)", "Make-up working days", "Working days"],
    "built-in": "built in (State Council notice)",
    published: "published in the ledger",
    provisional: "the notice is not out: provisionally Monday to Friday",
    year: "working days of the year",
  },
} as const;

const SATURDAY = 6;

/** A year by months. */
export function renderCalendar(answer: CalendarAnswer, language: Language): string {
  const own = words[language];
  const { year, version, source, off, work } = answer;
  const isOff = new Set(off);
  const isWork = new Set(work);
  const working = new Array<number>(12).fill(0);
  for (let day = parseDay(`${year}-01-01`) ?? 0; yearOf(day) === year; day++) {
    const date = formatDay(day);
    const month = Number(date.slice(5, 7)) - 1;
    if (isWork.has(date) || (weekday(day) < SATURDAY && !isOff.has(date)))
      working[month] = (working[month] ?? 0) + 1;
  }
  const daysOf = (dates: readonly string[], month: number): string =>
    runs(dates.filter((date) => Number(date.slice(5, 7)) === month).map((date) => Number(date.slice(8, 10))));
  const table = renderTable(
    own.columns.map((name, nth) => (nth === 3 ? { name, align: "right" } : { name })),
    working.map((count, nth) => [
      String(nth + 1),
      daysOf(off, nth + 1),
      daysOf(work, nth + 1),
      String(count),
    ]),
  );
  const from = source === null ? own.provisional : `${version}  ${own[source]}`;
  return [`${year}  ${from}`, table, `${own.year}: ${working.reduce((sum, count) => sum + count, 0)}`].join(
    "\n",
  );
}

/** `1–3 5`: days of a month in order, runs drawn together. */
function runs(days: readonly number[]): string {
  const found: { from: number; to: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && day === last.to + 1) last.to = day;
    else found.push({ from: day, to: day });
  }
  return found.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(" ");
}
