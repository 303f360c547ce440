import { expect, it } from "vitest";
import { random } from "./random.js";
import { shuffled, shuffledWhole } from "./shuffle.js";

const values = Array.from({ length: 1_000 }, (_none, nth) => nth);
const sorted = (some: Iterable<number>) => [...some].sort((a, b) => a - b);

it("draws from a window: nothing comes earlier than the window lets it", () => {
  const drawn = [...shuffled(values, 10, random(1))];
  expect(drawn).not.toEqual(values);
  expect(sorted(drawn)).toEqual(values);
  for (const [place, value] of drawn.entries()) expect(value - place).toBeLessThan(10);
  expect([...shuffled(values, 1, random(1))]).toEqual(values);
});

it("shuffles the whole in parts as in one: each value once, from anywhere to anywhere", () => {
  for (const parts of [1, 3, 7]) {
    const drawn = [...shuffledWhole(() => values, parts, 5)];
    expect(sorted(drawn)).toEqual(values);
    expect([...shuffledWhole(() => values, parts, 5)]).toEqual(drawn);
    // Each quarter of the order has its share of each quarter of the values.
    for (const from of [0, 250, 500, 750]) {
      const early = drawn.slice(from, from + 250).filter((value) => value < 250).length;
      expect(early).toBeGreaterThan(30);
      expect(early).toBeLessThan(95);
    }
  }
});
