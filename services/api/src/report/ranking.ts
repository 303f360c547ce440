import type { PublishedFigure } from "@anshi/board";

/** A unit's figure with its place; `null`: too few are counted to rank it by, or none. */
export interface Ranked {
  readonly figure: PublishedFigure;
  readonly place: number | null;
}

/**
 * Figures of one measure in order of merit, the best first. Rates are compared exactly; equal ones share a place. Those with
 * fewer counted than a rate can stand on come last, without a place, the larger ones first.
 */
export function ranked(figures: readonly PublishedFigure[]): readonly Ranked[] {
  const fit = figures.filter(({ smallSample, counted }) => !smallSample && counted > 0);
  const others = figures.filter((figure) => !fit.includes(figure));
  const sorted = [...fit].sort((a, b) => -compareRates(a, b) || byUnit(a, b));
  return [
    ...sorted.map((figure) => ({
      figure,
      place: 1 + sorted.filter((other) => compareRates(other, figure) > 0).length,
    })),
    ...[...others]
      .sort((a, b) => b.counted - a.counted || byUnit(a, b))
      .map((figure) => ({ figure, place: null })),
  ];
}

/** By the fractions themselves: no rounding makes two alike. */
function compareRates(a: PublishedFigure, b: PublishedFigure): number {
  const [left, right] = [BigInt(a.numerator) * BigInt(b.counted), BigInt(b.numerator) * BigInt(a.counted)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function byUnit(a: PublishedFigure, b: PublishedFigure): number {
  return a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0;
}
