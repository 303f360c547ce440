import { type Calendar, calendar, parseDay } from "@anshi/domain";
import { expect, it } from "vitest";
import { horizonOf } from "./calendar-horizon.js";

const builtIn = calendar();
const with2027 = calendar([{ year: 2027, off: ["2027-01-01"], work: [], version: "urn:x#1" }]);
const seen = (known: Calendar, today: string, provisional = 0) =>
  horizonOf(known, parseDay(today) ?? Number.NaN, provisional);

it("warns from 1 December on while next year's arrangement is not known", () => {
  const known = { known_until: "2026-12-31", provisional_open: 0 };
  expect(seen(builtIn, "2026-11-30")).toEqual({ ...known, warn: false });
  expect(seen(builtIn, "2026-12-01")).toEqual({ ...known, warn: true });
  expect(seen(with2027, "2026-12-01")).toEqual({
    known_until: "2027-12-31",
    provisional_open: 0,
    warn: false,
  });
});

it("warns in any month when open clocks are provisional, or this very year is not known", () => {
  expect(seen(builtIn, "2026-11-23", 259)).toEqual({
    known_until: "2026-12-31",
    provisional_open: 259,
    warn: true,
  });
  expect(seen(builtIn, "2027-03-01")).toEqual({ known_until: null, provisional_open: 0, warn: true });
});

it("does not count a known year behind an unknown one", () => {
  const gap = calendar([{ year: 2028, off: [], work: [], version: "urn:x#1" }]);
  expect(seen(gap, "2026-06-01").known_until).toBe("2026-12-31");
});
