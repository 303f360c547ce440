import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentLine } from "./line.js";
import { earns, lateBudget, meets, rateText } from "./rate.js";

const over95 = percentLine(95, ">");
const reaches100 = percentLine(100, ">=");

/** Between 0 and 1, ends included. Not a double: nearly all of those lie next to 0. */
const share = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000);

describe("a rate against its line", () => {
  it("does not pass, and does not print as 95.00, at 94.996 %", () => {
    expect(meets(over95, 94_996, 100_000)).toBe(false);
    expect(rateText(94_996, 100_000)).toBe("94.99");
    expect(rateText(1, 3)).toBe("33.33");
    expect(rateText(2, 3)).toBe("66.66");
    expect(rateText(7, 7)).toBe("100.00");
    expect(rateText(0, 0)).toBeNull();
  });

  it("is fine for the alert at exactly the line, and does not earn the point there", () => {
    expect([meets(over95, 95, 100), earns(over95, 95, 100)]).toEqual([true, false]);
    expect([meets(over95, 96, 100), earns(over95, 96, 100)]).toEqual([true, true]);
    expect([meets(reaches100, 99, 100), earns(reaches100, 100, 100)]).toEqual([false, true]);
  });

  it("leaves as many misses as the line still bears, and not one more", () => {
    const line = fc.integer({ min: 0, max: 100 }).map((percent) => percentLine(percent, ">"));
    fc.assert(
      fc.property(line, fc.nat(100_000), share, (own, counted, part) => {
        const kept = Math.floor(counted * part);
        const allowed = lateBudget(own, kept, counted) + (counted - kept);
        expect(meets(own, counted - allowed, counted)).toBe(true);
        if (allowed < counted) expect(meets(own, counted - allowed - 1, counted)).toBe(false);
      }),
    );
    expect(lateBudget(over95, 60_054, 90_500)).toBe(4_525 - 30_446);
  });

  it("prints no rate as more than it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000 }), share, (counted, part) => {
        const numerator = Math.floor(counted * part);
        const printed = BigInt((rateText(numerator, counted) ?? "").replace(".", ""));
        const exact = BigInt(numerator) * 10_000n;
        expect(printed * BigInt(counted) <= exact && (printed + 1n) * BigInt(counted) > exact).toBe(true);
      }),
    );
  });
});
