import { type Day, parseDay } from "@anshi/domain";
import { expect, it } from "vitest";
import { stripDays } from "./strip-days.js";

const day = (text: string): Day => parseDay(text) ?? Number.NaN;
const brief = (days: ReturnType<typeof stripDays>) =>
  days.map(({ date, tone, count, isDue, isStop }) =>
    [date.slice(5), tone, count, isDue ? "due" : "", isStop ? "stop" : ""]
      .filter((each) => each !== "" && each !== undefined)
      .join(" "),
  );

it("runs from the start over what is counted and skipped to the stop, late days after the due", () => {
  const lines = [
    { day: "2026-01-29", what: "start", note: "not counted" },
    { day: "2026-01-30", what: "counted", count: 1 },
    { day: "2026-01-31", what: "weekend" },
    { day: "2026-02-01", what: "weekend" },
    { day: "2026-02-02", to: "2026-02-03", what: "suspended", note: "检测" },
    { day: "2026-02-04", what: "counted", count: 2 },
    { day: "2026-02-04", what: "due" },
  ];
  const days = stripDays(lines, { due: "2026-02-04", stop: day("2026-02-06"), today: day("2026-03-01") });
  expect(brief(days)).toEqual([
    "01-29 start",
    "01-30 counted 1",
    "01-31 weekend",
    "02-01 weekend",
    "02-02 suspended",
    "02-03 suspended",
    "02-04 counted 2 due",
    "02-05 over",
    "02-06 over stop",
  ]);
  expect(days[4]?.note).toBe("检测");
});

it("is plain up to a date that was set, and suspended up to T while a suspension is open", () => {
  const set = [
    { day: "2026-01-29", what: "start" },
    { day: "2026-01-31", what: "set" },
    { day: "2026-01-31", what: "due" },
  ];
  expect(brief(stripDays(set, { due: "2026-01-31", stop: null, today: day("2026-01-30") }))).toEqual([
    "01-29 start",
    "01-30 plain",
    "01-31 plain due",
  ]);
  const open = [
    { day: "2026-01-29", what: "start" },
    { day: "2026-01-30", what: "suspended", note: "鉴定" },
  ];
  expect(brief(stripDays(open, { due: null, stop: null, today: day("2026-02-01") }))).toEqual([
    "01-29 start",
    "01-30 suspended",
    "01-31 suspended",
    "02-01 suspended",
  ]);
  expect(stripDays([], { due: null, stop: null, today: 0 })).toEqual([]);
});
