import { parseInstant, zone } from "@anshi/domain";
import { describe, expect, it } from "vitest";
import { daily, scheduleOf, weekly } from "./period.js";

const shanghai = zone("Asia/Shanghai");
const at = (text: string): number => parseInstant(text) ?? Number.NaN;

describe("a daily schedule", () => {
  const { cron, period } = daily(3, 30);

  it("wakes at its local time", () => {
    expect(cron).toBe("30 3 * * *");
  });

  it("begins a period at its very instant, not a millisecond before", () => {
    expect(period(at("2026-11-22T03:29:59.999+08:00"), shanghai)).toBe("2026-11-21");
    expect(period(at("2026-11-22T03:30:00+08:00"), shanghai)).toBe("2026-11-22");
  });

  it("names the local day, whatever day it is in UTC", () => {
    expect(period(at("2026-12-31T20:00:00Z"), shanghai)).toBe("2027-01-01");
    expect(period(at("2026-12-31T18:00:00Z"), shanghai)).toBe("2026-12-31");
    expect(period(at("2026-12-31T20:00:00Z"), zone("America/New_York"))).toBe("2026-12-31");
  });

  it("has one period on a day whose clocks change, at a time that is skipped or comes twice", () => {
    const berlin = zone("Europe/Berlin");
    const half = daily(2, 30);
    // 02:30 is skipped on 2026-03-29: 03:30 summer time begins the period.
    expect(half.period(at("2026-03-29T03:29:59+02:00"), berlin)).toBe("2026-03-28");
    expect(half.period(at("2026-03-29T03:30:00+02:00"), berlin)).toBe("2026-03-29");
    // 02:30 comes twice on 2026-10-25.
    expect(half.period(at("2026-10-25T02:30:00+02:00"), berlin)).toBe("2026-10-25");
    expect(half.period(at("2026-10-25T02:15:00+01:00"), berlin)).toBe("2026-10-25");
    expect(half.period(at("2026-10-25T02:30:00+01:00"), berlin)).toBe("2026-10-25");
  });

  it("has names that sort in order of time", () => {
    const names = Array.from({ length: 800 }, (_, n) =>
      period(at("2025-12-01T00:00:00Z") + n * 43_200_000, shanghai),
    );
    expect([...names].sort()).toEqual(names);
  });
});

describe("a weekly schedule", () => {
  const { cron, period } = weekly(7, 4, 0);

  it("begins on its day at its time, and is named by that day until the next", () => {
    expect(cron).toBe("0 4 * * 7");
    expect(period(at("2026-11-22T03:59:59.999+08:00"), shanghai)).toBe("2026-11-15");
    expect(period(at("2026-11-22T04:00:00+08:00"), shanghai)).toBe("2026-11-22");
    expect(period(at("2026-11-29T03:59:59+08:00"), shanghai)).toBe("2026-11-22");
  });
});

it("a schedule is read from a time of day, or hourly", () => {
  expect(scheduleOf("02:30").cron).toBe("30 2 * * *");
  expect(scheduleOf("hourly").cron).toBe("0 * * * *");
  expect(scheduleOf("hourly").period(at("2026-11-22T09:59:59Z"), shanghai)).toBe("2026-11-22T09");
});
