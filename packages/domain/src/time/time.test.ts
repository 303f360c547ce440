import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { formatDay, parseDay, weekday, yearOf } from "./day.js";
import { formatInstant, parseInstant } from "./instant.js";
import { zone } from "./zone.js";

describe("day", () => {
  it("reads real dates only and writes them back", () => {
    expect(parseDay("2026-11-22")).toBe(Date.UTC(2026, 10, 22) / 86_400_000);
    expect(parseDay("2026-02-29")).toBeUndefined();
    expect(parseDay("2024-02-29")).toBeDefined();
    expect(parseDay("2026-1-01")).toBeUndefined();
    expect(formatDay(parseDay("0024-02-29") ?? 0)).toBe("0024-02-29");
  });

  it("knows weekdays and years", () => {
    expect(weekday(parseDay("2026-11-22") ?? 0)).toBe(7);
    expect(weekday(parseDay("1969-12-29") ?? 0)).toBe(1);
    expect(yearOf(parseDay("2026-12-31") ?? 0)).toBe(2026);
  });
});

describe("yearOf", () => {
  it("agrees with Temporal on every date", () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 3_000_000 }), (day) => {
        expect(yearOf(day)).toBe(Temporal.PlainDate.from("1970-01-01").add({ days: day }).year);
      }),
      { numRuns: 2_000 },
    );
    for (const text of ["2024-12-31", "2025-01-01", "2024-02-29", "2000-03-01", "1999-12-31"]) {
      expect(yearOf(parseDay(text) ?? 0)).toBe(Number(text.slice(0, 4)));
    }
  });
});

describe("instant", () => {
  it("cuts to whole milliseconds, never rounds", () => {
    expect(parseInstant("2026-01-01T00:00:00.999999+08:00")).toBe(Date.UTC(2025, 11, 31, 16, 0, 0, 999));
    expect(parseInstant("2026-01-01T00:00:00.5Z")).toBe(Date.UTC(2026, 0, 1, 0, 0, 0, 500));
    expect(formatInstant(parseInstant("2026-01-01t08:00:00z") ?? 0)).toBe("2026-01-01T08:00:00.000Z");
  });

  it.each(["2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01", "x"])(
    "refuses %s",
    (text) => {
      expect(parseInstant(text)).toBeUndefined();
    },
  );
});

describe("zone", () => {
  const names = [
    "Asia/Shanghai",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
  ];

  it("agrees with Temporal on local dates, midnights and wall clocks, clock changes included", () => {
    for (const name of names) {
      const local = zone(name);
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(1985, 0), max: Date.UTC(2040, 0) }), (instant) => {
          const there = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
          expect(formatDay(local.dayOf(instant))).toBe(there.toPlainDate().toString());
          const midnight = there.startOfDay().epochMilliseconds;
          expect(local.startOf(local.dayOf(instant))).toBe(midnight);
          const wall = there.toPlainDateTime();
          expect(local.at(local.dayOf(instant), local.wallClock(instant))).toBe(
            wall.toZonedDateTime(name, { disambiguation: "compatible" }).epochMilliseconds,
          );
        }),
        { numRuns: 400 },
      );
    }
  });

  it("moves a skipped wall clock forward and takes the earlier of a repeated one", () => {
    const boston = zone("America/New_York");
    const spring = parseDay("2015-03-08") ?? 0;
    expect(formatInstant(boston.at(spring, 2.5 * 3_600_000))).toBe("2015-03-08T07:30:00.000Z");
    const autumn = parseDay("2015-11-01") ?? 0;
    expect(formatInstant(boston.at(autumn, 1.5 * 3_600_000))).toBe("2015-11-01T05:30:00.000Z");
  });
});
