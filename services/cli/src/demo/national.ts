import { type Day, yearOf } from "@anshi/domain";
import type { SimulatedFact } from "../simulate/fact.js";

/** Invented, like all of the demonstration: what a nation might have come to. */
const figures: Readonly<Record<string, number>> = {
  "17.1": 0.962,
  "19.1": 0.941,
  "25.1a": 0.968,
  "25.1b": 0.957,
  "25.2": 0.585,
  "25.3": 3.9,
  "26.1a": 0.948,
  "26.1b": 0.662,
};

/** National figures (全国平均) of the years that days fall in, for the measures that are held against one. */
export function nationalFigures(first: Day, last: Day, at: number): readonly SimulatedFact[] {
  const years = new Set([yearOf(first), yearOf(last)]);
  return [...years].flatMap((year) =>
    Object.entries(figures).map(([measure, value]) => ({
      at,
      act: "comparator.published",
      subject: `${measure}/${year}`,
      data: {
        measure,
        period: String(year),
        value,
        basis: "演示数据，虚构 · invented for the demonstration",
      },
    })),
  );
}
