import { describe, expect, it } from "vitest";
import { formatDay, parseDay } from "../time/index.js";
import { calendar } from "./calendar.js";
import { settledUntil } from "./settled-until.js";
import { workingDaysAfter } from "./working-days.js";

const day = (text: string) => parseDay(text) ?? 0;
const until = (from: string, ...years: readonly number[]) => {
  const published = years.map((year) => ({ year, off: [], work: [], version: "test" }));
  const answer = settledUntil(calendar(published), day(from));
  return answer === undefined ? undefined : formatDay(answer);
};

describe("how long the calendar is known", () => {
  it("ends with the last arranged year in a row", () => {
    expect(until("2026-11-22")).toBe("2027-01-01");
    expect(until("2020-01-01")).toBe("2027-01-01");
    expect(until("2026-11-22", 2027)).toBe("2028-01-01");
    expect(until("2026-11-22", 2028)).toBe("2027-01-01");
  });

  it("is past when this year has no arrangement", () => {
    expect(until("2029-05-01")).toBe("2027-01-01");
    expect(until("2030-05-01", 2028)).toBe("2029-01-01");
  });

  it("is never known without any", () => {
    expect(settledUntil(calendar([], []), day("2026-01-01"))).toBeUndefined();
  });
});

describe("working days ahead", () => {
  it("leave weekends and days off out and take make-up days in", () => {
    const from = (text: string, n: number) => formatDay(workingDaysAfter(calendar(), day(text), n));
    expect(from("2026-11-20", 2)).toBe("2026-11-24");
    // 2026-10-01 to 10-07 is off, Saturday 10-10 is worked.
    expect(from("2026-09-30", 3)).toBe("2026-10-10");
    expect(from("2026-10-03", 0)).toBe("2026-10-03");
  });
});
