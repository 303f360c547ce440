import { describe, expect, it } from "vitest";
import { calendar } from "../calendar/index.js";
import { formatDay, formatInstant, parseDay, zone } from "../time/index.js";
import { dueOf, type Terms } from "./due.js";
import { vectors } from "./vectors.js";

const shanghai = zone("Asia/Shanghai");
const day = (text: string): number => parseDay(text) ?? Number.NaN;

const terms = (own: Partial<Terms>): Terms => ({
  startDay: 0,
  fixed: null,
  length: null,
  rollover: "non-workday",
  extension: null,
  suspensions: [],
  ...own,
});
const due = (own: Partial<Terms>): string | null => {
  const { day } = dueOf(terms(own), calendar(), shanghai);
  return day === null ? null : formatDay(day);
};

describe("worked deadlines", () => {
  it.each(vectors)("$period from $start is due on $due ($note)", (vector) => {
    const [days = "", of] = vector.period.split(" ");
    const own: Partial<Terms> = {
      startDay: day(vector.start),
      length: { days: Number(days), of: of === "calendar-days" ? of : "working-days" },
      suspensions:
        vector.suspended === undefined
          ? []
          : [{ from: day(vector.suspended[0]), to: day(vector.suspended[1]), reason: "检测" }],
    };
    expect(due(own)).toBe(vector.due);
    if (vector.statutory !== undefined) expect(due({ ...own, rollover: "statutory" })).toBe(vector.statutory);
  });
});

describe("due", () => {
  const counted: Partial<Terms> = { startDay: day("2026-03-02"), length: { days: 15, of: "working-days" } };

  it("lapses at 00:00 local after the due day", () => {
    const { lapse } = dueOf(terms(counted), calendar(), shanghai);
    expect(formatInstant(lapse ?? 0)).toBe("2026-03-23T16:00:00.000Z");
  });

  it("is open while a suspension that matters is open", () => {
    const from = day("2026-03-09");
    expect(due({ ...counted, suspensions: [{ from, to: null, reason: "检测" }] })).toBeNull();
  });

  it("is not changed by a suspension that begins on or after the last counted day", () => {
    const from = day("2026-03-23");
    expect(due({ ...counted, suspensions: [{ from, to: null, reason: "检测" }] })).toBe("2026-03-23");
  });

  it("moves a fixed date still ahead by the suspended calendar days, without rolling", () => {
    const fixed = { day: day("2026-03-20"), wallClock: null, setOn: day("2026-03-02") };
    const suspensions = [{ from: day("2026-03-09"), to: day("2026-03-11"), reason: "检测" }];
    expect(due({ fixed, suspensions })).toBe("2026-03-22");
    expect(due({ fixed, suspensions: [{ from: day("2026-03-20"), to: null, reason: "检测" }] })).toBe(
      "2026-03-20",
    );
  });

  it("keeps the wall clock of a dueAt it moves and lapses one millisecond after it", () => {
    const fixed = { day: day("2026-03-20"), wallClock: 9 * 3_600_000, setOn: day("2026-03-02") };
    const suspensions = [{ from: day("2026-03-09"), to: day("2026-03-11"), reason: "检测" }];
    const { lapse } = dueOf(terms({ fixed, suspensions }), calendar(), shanghai);
    expect(formatInstant(lapse ?? 0)).toBe("2026-03-22T01:00:00.001Z");
  });

  it("never becomes shorter by an extension", () => {
    const until = { day: day("2026-03-10"), wallClock: null, setOn: day("2026-03-05") };
    expect(due({ ...counted, extension: { until } })).toBe("2026-03-23");
    const suspensions = [{ from: day("2026-03-16"), to: day("2026-03-30"), reason: "检测" }];
    const later = { ...until, day: day("2026-03-24") };
    expect(due({ ...counted, extension: { until: later }, suspensions })).toBe("2026-04-07");
  });

  it("extends a fixed date by working days after it", () => {
    const fixed = { day: day("2026-04-03"), wallClock: null, setOn: day("2026-03-02") };
    // Qingming 04-04..06 and Labour Day 05-01..05 lie outside or are skipped.
    expect(due({ fixed, extension: { days: 15 } })).toBe("2026-04-27");
  });

  it("is never due without a period and a date", () => {
    expect(due({})).toBeNull();
  });

  it("is provisional where a year without a notice is met, and only there", () => {
    const of = "working-days";
    const provisional = (start: string): boolean =>
      dueOf(terms({ startDay: day(start), length: { days: 15, of } }), calendar(), shanghai).provisional;
    expect(provisional("2026-12-01")).toBe(false);
    expect(provisional("2026-12-20")).toBe(true);
    expect(provisional("2019-12-20")).toBe(true);
  });

  it("uses an arrangement published for a year in place of the built-in one", () => {
    const published = calendar([{ year: 2027, off: ["2027-01-01"], work: ["2027-01-02"], version: "test" }]);
    const { day: at, provisional } = dueOf(
      terms({ startDay: day("2026-12-30"), length: { days: 2, of: "working-days" } }),
      published,
      shanghai,
    );
    expect([formatDay(at ?? 0), provisional]).toEqual(["2027-01-02", false]);
    expect(published.versions.at(-1)).toBe("cn-2027@test");
  });
});
