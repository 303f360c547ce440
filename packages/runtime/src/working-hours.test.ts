import { expect, it } from "vitest";
import { parseWorkingHours } from "./working-hours.js";

it("reads shifts of a day", () => {
  expect(parseWorkingHours("09:00-12:00, 13:30-17:00")).toEqual([
    { from: 540, to: 720 },
    { from: 810, to: 1_020 },
  ]);
  expect(parseWorkingHours("00:00-24:00")).toEqual([{ from: 0, to: 1_440 }]);
});

it.each(["", "9-12", "12:00-09:00", "09:00-09:00", "09:60-10:00", "23:00-24:01", "09:00-12:00,"])(
  "refuses %j",
  (text) => expect(parseWorkingHours(text)).toBeUndefined(),
);
