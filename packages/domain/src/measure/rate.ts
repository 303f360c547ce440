import type { Line } from "./line.js";

/** The alert reading: the rate is at or above the line. Integers only: 94.996 % never passes for 95 %. */
export function meets(line: Line, numerator: number, counted: number): boolean {
  return line.of * BigInt(numerator) >= line.parts * BigInt(counted);
}

/** The official scoring reading: strictly above where the text says 大于/超过. */
export function earns(line: Line, numerator: number, counted: number): boolean {
  return line.scored === ">"
    ? line.of * BigInt(numerator) > line.parts * BigInt(counted)
    : meets(line, numerator, counted);
}

/** 剩余容错: how many more of `counted` may be missed before the rate falls below the line; negative below it. */
export function lateBudget(line: Line, numerator: number, counted: number): number {
  const tolerated = (line.of - line.parts) * BigInt(counted);
  // Towards fewer, also for a line above 1, which nothing reaches.
  const allowed = (tolerated - (((tolerated % line.of) + line.of) % line.of)) / line.of;
  return Number(allowed) - (counted - numerator);
}

/** A rate in percent with two decimals, cut towards failure: 94.996 prints as `94.99`; `null` without data. */
export function rateText(numerator: number, counted: number): string | null {
  if (counted === 0) return null;
  const scaled = 10_000 * numerator;
  const hundredths = (scaled - (scaled % counted)) / counted;
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}
