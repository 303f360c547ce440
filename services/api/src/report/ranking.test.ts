import type { PublishedFigure } from "@anshi/board";
import { expect, it } from "vitest";
import { ranked } from "./ranking.js";

const figure = (unit: string, numerator: number, counted: number): PublishedFigure =>
  ({ unit, numerator, counted, smallSample: counted < 20 }) as PublishedFigure;

it("ranks by the fractions themselves, equal ones alike, and none by too few", () => {
  const figures = [
    figure("a", 19, 20),
    figure("b", 0, 0),
    // Apart in the seventh decimal only, which no printed rate shows.
    figure("c", 9_500_001, 10_000_000),
    figure("d", 38, 40),
    figure("e", 19, 19),
    figure("f", 40, 40),
    figure("g", 3, 5),
  ];
  expect(ranked(figures).map(({ figure: { unit }, place }) => `${unit} ${place}`)).toEqual([
    ...["f 1", "c 2", "a 3", "d 3", "e null", "g null", "b null"],
  ]);
});
