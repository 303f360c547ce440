import { describe, expect, it } from "vitest";
import { formatDay, parseDay, weekday } from "../time/index.js";
import { calendar } from "./calendar.js";

const day = (text: string): number => parseDay(text) ?? Number.NaN;

describe("the calendar", () => {
  it("has as many working days in each built-in year as the notices leave", () => {
    const { isWorkday } = calendar();
    const count = (year: number): number => {
      let days = 0;
      for (let at = day(`${year}-01-01`); at <= day(`${year}-12-31`); at++) if (isWorkday(at)) days += 1;
      return days;
    };
    expect([2020, 2021, 2022, 2023, 2024, 2025, 2026].map(count)).toEqual([
      249, 250, 249, 249, 251, 248, 248,
    ]);
  });

  it("knows days off, make-up days and ordinary weekends apart", () => {
    const { isWorkday, isOff } = calendar();
    const what = (text: string) => [isWorkday(day(text)), isOff(day(text))];
    expect(what("2026-10-01")).toEqual([false, true]);
    expect(what("2026-10-10")).toEqual([true, false]);
    expect(what("2026-11-21")).toEqual([false, false]);
    expect(what("2026-11-23")).toEqual([true, false]);
  });

  it("counts a year without an arrangement Monday to Friday and says that it is not settled", () => {
    const { isWorkday, isSettled } = calendar();
    for (let at = day("2027-01-01"); at < day("2027-03-01"); at++) {
      expect([formatDay(at), isWorkday(at), isSettled(at)]).toEqual([formatDay(at), weekday(at) <= 5, false]);
    }
    expect(isSettled(day("2026-12-31"))).toBe(true);
  });

  it("takes a published arrangement for its whole year and names its version", () => {
    const published = { year: 2026, off: ["2026-06-01"], work: [], version: "notice-2#7" };
    const { isWorkday, versions } = calendar([published]);
    expect([isWorkday(day("2026-06-01")), isWorkday(day("2026-10-01"))]).toEqual([false, true]);
    expect(versions).toContain("cn-2026@notice-2#7");
    expect(versions).toContain("cn-2025@notice");
  });
});
