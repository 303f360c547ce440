import { calendar, zone } from "@anshi/domain";
import { expect, it } from "vitest";
import { workingTime } from "./feed.js";

const shifts = [
  { from: 540, to: 720 },
  { from: 780, to: 1_020 },
];
const between = (from: string, to: string) => {
  const at = (time: string) => Date.parse(`${time}+08:00`);
  return workingTime(calendar(), zone("Asia/Shanghai"), shifts, at(from), at(to)) / 60_000;
};

it("runs in the shifts alone", () => {
  expect(between("2026-11-20T10:00:00", "2026-11-20T10:30:00")).toBe(30);
  expect(between("2026-11-20T11:30:00", "2026-11-20T13:30:00")).toBe(60);
  expect(between("2026-11-20T17:00:00", "2026-11-20T23:00:00")).toBe(0);
  expect(between("2026-11-20T06:00:00", "2026-11-20T23:00:00")).toBe(7 * 60);
});

it("stands still over a weekend and a holiday, and runs on a working Saturday", () => {
  expect(between("2026-11-20T16:50:00", "2026-11-23T09:10:00")).toBe(20);
  expect(between("2026-09-30T16:00:00", "2026-10-08T10:00:00")).toBe(120);
  expect(between("2026-10-09T17:00:00", "2026-10-10T10:00:00")).toBe(60);
});

it("is none of a time that has not come yet", () => {
  expect(between("2026-11-20T11:00:00", "2026-11-20T10:00:00")).toBe(0);
});
