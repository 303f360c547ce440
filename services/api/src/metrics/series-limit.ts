import type { Series } from "./measure-series.js";

/** The series a scrape carries, and how many it leaves out. */
export interface LimitedSeries {
  readonly kept: readonly Series[];
  readonly omitted: number;
}

/**
 * At most `most` series. When there are more, only roots and what hangs directly under them are told; when these are still
 * too many, as with very many ledgers, only roots, and of these the first.
 */
export function limitSeries(series: readonly Series[], most: number): LimitedSeries {
  for (const deepest of [2, 1, 0]) {
    const kept = series.filter(({ depth }) => depth <= deepest);
    if (kept.length <= most) return { kept, omitted: series.length - kept.length };
  }
  const kept = series.filter(({ depth }) => depth === 0).slice(0, most);
  return { kept, omitted: series.length - kept.length };
}
