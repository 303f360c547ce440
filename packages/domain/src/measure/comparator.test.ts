import { describe, expect, it } from "vitest";
import { parseDay } from "../time/index.js";
import { type Comparator, comparatorFor } from "./comparator.js";
import { figureLine, lineValue } from "./line.js";
import { earns, meets } from "./rate.js";

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const figure = (period: string, measure = "25.2"): Comparator => ({
  measure,
  period,
  value: 0.5,
  basis: "全国平均",
});

describe("the comparator of a board", () => {
  const known = ["2025", "2026", "2026-H1", "2026-Q1", "2026-07", "2024/2025", "annual"].map((period) =>
    figure(period),
  );
  it.each([
    ["2023-12-31", "annual"],
    ["2024-12-31", "2024/2025"],
    ["2025-12-31", "2025"],
    ["2026-01-01", "2026-Q1"],
    ["2026-06-30", "2026-Q1"],
    ["2026-07-01", "2026-07"],
    ["2030-01-01", "2026-07"],
  ])("of a window to %s is that of %s", (to, period) => {
    expect(comparatorFor(known, "25.2", day(to))?.period).toBe(period);
  });

  it("is of its own measure only, and none before the first", () => {
    expect(comparatorFor([figure("2026")], "25.3", day("2026-05-01"))).toBeUndefined();
    expect(comparatorFor([figure("2026")], "25.2", day("2025-05-01"))).toBeUndefined();
  });
});

describe("a line at a published figure", () => {
  it.each([
    [0.583, "583/1000"],
    [4.5, "45/10"],
    [1, "1/1"],
    [1e-7, "1/10000000"],
    [1e21, "1000000000000000000000/1"],
  ])("%s is %s exactly", (value, text) => {
    const line = figureLine(value);
    expect(`${line.parts}/${line.of}`).toBe(text);
    expect(lineValue(line)).toBe(value);
  });

  it("is met, and does not earn the point, at exactly the figure", () => {
    const line = figureLine(0.1);
    expect([meets(line, 1, 10), earns(line, 1, 10)]).toEqual([true, false]);
    expect(meets(line, 99_999, 1_000_000)).toBe(false);
    expect(earns(line, 100_001, 1_000_000)).toBe(true);
  });
});
