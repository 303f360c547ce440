import { type Day, parseDay } from "../time/index.js";

/** A published national figure (全国平均) that a measure without a line of its own is held against. */
export interface Comparator {
  readonly measure: string;
  /** A year, half-year, quarter or month: `2026`, `2026-H1`, `2026-Q3`, `2026-07`; the first of a span such as `2025/2026`. */
  readonly period: string;
  /** A ratio from 0 to 1; of satisfaction (25.3) the mean score. */
  readonly value: number;
  readonly basis: string;
}

/**
 * The figure a board is held against: of those of the measure whose period began by `day`, the window's last, the one that
 * began last; the shorter period where two began on one day.
 */
export function comparatorFor(
  comparators: readonly Comparator[],
  measure: string,
  day: Day,
): Comparator | undefined {
  let chosen: { readonly comparator: Comparator; readonly start: Day; readonly months: number } | undefined;
  for (const comparator of comparators) {
    if (comparator.measure !== measure) continue;
    const { start, months } = spanOf(comparator.period);
    if (start > day) continue;
    const later =
      chosen === undefined || start > chosen.start || (start === chosen.start && months < chosen.months);
    if (later) chosen = { comparator, start, months };
  }
  return chosen?.comparator;
}

/** A period that names no date began before all others. */
function spanOf(period: string): { readonly start: Day; readonly months: number } {
  const [, year, part = ""] = /^(\d{4})(?:-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?(?:\/.*)?$/u.exec(period) ?? [];
  const months = part === "" ? 12 : part.startsWith("Q") ? 3 : part.startsWith("H") ? 6 : 1;
  const nth = part === "" ? 0 : (Number(part.replace(/^[QH]/u, "")) - 1) * months;
  const start = year === undefined ? undefined : parseDay(`${year}-${String(nth + 1).padStart(2, "0")}-01`);
  return start === undefined
    ? { start: Number.NEGATIVE_INFINITY, months: Number.POSITIVE_INFINITY }
    : { start, months };
}
