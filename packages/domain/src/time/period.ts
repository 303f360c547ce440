import { type Day, formatDay, parseDay, yearOf, yearStart } from "./day.js";

/** How long a period is. */
export type PeriodKind = "day" | "month" | "quarter" | "year";

export const periodKinds: readonly PeriodKind[] = ["day", "month", "quarter", "year"];

/** A period of the calendar that boards are published for, named `2026-11-20`, `2026-11`, `2026-Q4` or `2026`. */
export interface Period {
  readonly kind: PeriodKind;
  readonly name: string;
  /** First local day of the board's window. A day's board is the year to date: a single day has too few cases to judge by. */
  readonly from: Day;
  /** Last local day, at the end of which the period has ended. */
  readonly to: Day;
}

/** The period of a name; `undefined` when it is none. */
export function parsePeriod(name: string): Period | undefined {
  const [, year, part] = /^(\d{4})(?:-(\d{2}-\d{2}|\d{2}|Q[1-4]))?$/u.exec(name) ?? [];
  if (year === undefined) return undefined;
  if (part === undefined) return periodOf("year", yearStart(Number(year)));
  if (part.startsWith("Q"))
    return named("quarter", parseDay(`${year}-${twoDigits(3 * Number(part[1]) - 2)}-01`));
  return part.length === 2 ? named("month", parseDay(`${name}-01`)) : named("day", parseDay(name));
}

function named(kind: PeriodKind, day: Day | undefined): Period | undefined {
  return day === undefined ? undefined : periodOf(kind, day);
}

/** The period of a kind that a day lies in. */
export function periodOf(kind: PeriodKind, day: Day): Period {
  const year = yearOf(day);
  const month = Number(formatDay(day).slice(-5, -3));
  switch (kind) {
    case "day":
      return { kind, name: formatDay(day), from: yearStart(year), to: day };
    case "month":
      return { kind, name: formatDay(day).slice(0, -3), ...months(year, month, 1) };
    case "quarter": {
      const quarter = Math.ceil(month / 3);
      return {
        kind,
        name: `${formatDay(day).slice(0, -6)}-Q${quarter}`,
        ...months(year, 3 * quarter - 2, 3),
      };
    }
    case "year":
      return { kind, name: formatDay(day).slice(0, -6), ...months(year, 1, 12) };
  }
}

/** The last period of a kind that had ended when a day began. */
export function lastEnded(kind: PeriodKind, day: Day): Period {
  if (kind === "day") return periodOf(kind, day - 1);
  return periodOf(kind, periodOf(kind, day).from - 1);
}

/** The days of `count` months from a month (1 to 12) on. */
function months(year: number, month: number, count: number): { readonly from: Day; readonly to: Day } {
  const first = (y: number, m: number): Day => {
    const date = new Date(0);
    date.setUTCFullYear(y, m - 1, 1);
    return date.getTime() / 86_400_000;
  };
  return { from: first(year, month), to: first(year, month + count) - 1 };
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}
