import { type Day, parseDay } from "@anshi/domain";
import { expect, it } from "vitest";
import { periodOf, windowOf } from "./period.js";

const day = (text: string): Day => {
  const found = parseDay(text);
  if (found === undefined) throw new Error(text);
  return found;
};
const none = new URLSearchParams();

it("opens at the start of the period and leaves its end open", () => {
  expect(windowOf("year", day("2026-11-26"), none)).toEqual({ from: "2026-01-01" });
  expect(windowOf("quarter", day("2026-11-26"), none)).toEqual({ from: "2026-10-01" });
  expect(windowOf("quarter", day("2026-03-31"), none)).toEqual({ from: "2026-01-01" });
  expect(windowOf("month", day("2026-02-28"), none)).toEqual({ from: "2026-02-01" });
  expect(windowOf("days30", day("2026-03-01"), none)).toEqual({ from: "2026-01-31" });
  expect(windowOf("all", day("2026-03-01"), none)).toEqual({});
});

it("takes dates of an address for a period of its own", () => {
  const query = new URLSearchParams("from=2026-01-05&to=nonsense");
  expect(periodOf(query)).toBe("custom");
  expect(windowOf("custom", day("2026-03-01"), query)).toEqual({ from: "2026-01-05" });
  expect(periodOf(new URLSearchParams("period=month&from=2026-01-05"))).toBe("month");
  expect(periodOf(new URLSearchParams("period=nonsense"))).toBe("year");
});
