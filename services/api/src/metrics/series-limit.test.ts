import { expect, it } from "vitest";
import type { Series } from "./measure-series.js";
import { limitSeries } from "./series-limit.js";

const series = (...depths: readonly number[]): readonly Series[] =>
  depths.map((depth, n) => ({ gauge: "kept", labels: { unit: String(n) }, value: n, depth }));

it("keeps all that fits", () => {
  const all = series(0, 1, 2, 2);
  expect(limitSeries(all, 4)).toEqual({ kept: all, omitted: 0 });
});

it("keeps roots and what hangs under them when all is too much", () => {
  const all = series(0, 1, 2, 1, 2);
  expect(limitSeries(all, 4)).toEqual({ kept: [all[0], all[1], all[3]], omitted: 2 });
});

it("keeps roots, and never more than its limit", () => {
  const all = series(0, 1, 1, 0, 1);
  expect(limitSeries(all, 2)).toEqual({ kept: [all[0], all[3]], omitted: 3 });
  expect(limitSeries(all, 1)).toEqual({ kept: [all[0]], omitted: 4 });
});
