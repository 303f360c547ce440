import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDay, parseDay } from "./day.js";
import { lastEnded, parsePeriod, periodKinds, periodOf } from "./period.js";

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const span = (name: string): readonly string[] => {
  const period = parsePeriod(name);
  return period === undefined ? [] : [period.kind, formatDay(period.from), formatDay(period.to)];
};

describe("a period", () => {
  it.each([
    ["2026", "year", "2026-01-01", "2026-12-31"],
    ["2026-Q1", "quarter", "2026-01-01", "2026-03-31"],
    ["2026-Q4", "quarter", "2026-10-01", "2026-12-31"],
    ["2024-02", "month", "2024-02-01", "2024-02-29"],
    ["2026-12", "month", "2026-12-01", "2026-12-31"],
    ["2026-11-20", "day", "2026-01-01", "2026-11-20"],
  ])("%s is a %s from %s to %s", (name, ...expected) => {
    expect(span(name)).toEqual(expected);
  });

  it.each(["2026-13", "2026-00", "2026-Q5", "2026-02-30", "26-01", "2026-1", "2026-10.1", ""])(
    "is not named %s",
    (name) => {
      expect(parsePeriod(name)).toBeUndefined();
    },
  );

  it("is found by its name, holds its day, and the one before it ends the day before it begins", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: day("1900-01-01"), max: day("2999-12-31") }),
        fc.constantFrom(...periodKinds),
        (any, kind) => {
          const period = periodOf(kind, any);
          expect(parsePeriod(period.name)).toEqual(period);
          expect(period.from <= any && any <= period.to).toBe(true);
          const before = lastEnded(kind, any);
          expect(before.to).toBe(kind === "day" ? any - 1 : period.from - 1);
          expect(before.kind).toBe(kind);
        },
      ),
    );
  });
});
