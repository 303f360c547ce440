import { calendar, zone } from "@anshi/domain";
import { expect, it } from "vitest";
import { isWorkingTime } from "./calendar.js";

const shifts = [
  { from: 540, to: 720 },
  { from: 780, to: 1_020 },
];
const works = (time: string) =>
  isWorkingTime(calendar(), zone("Asia/Shanghai"), shifts, Date.parse(`${time}+08:00`));

it("is working time within a shift of a working day", () => {
  expect(works("2026-11-20T09:00:00")).toBe(true);
  expect(works("2026-11-20T08:59:59")).toBe(false);
  expect(works("2026-11-20T12:00:00")).toBe(false);
  expect(works("2026-11-20T16:59:59")).toBe(true);
  expect(works("2026-11-20T17:00:00")).toBe(false);
});

it("goes by the calendar, not by the weekday", () => {
  expect(works("2026-11-21T10:00:00")).toBe(false);
  expect(works("2026-10-01T10:00:00")).toBe(false);
  expect(works("2026-10-10T10:00:00")).toBe(true);
});
