import { expect, it } from "vitest";
import { byPosition } from "./by-position.js";

const grouped = (positions: readonly bigint[]) => [...byPosition(positions, (position) => position)];

it("keeps together what is of one position, however much, in order", () => {
  expect(grouped([])).toEqual([]);
  expect(grouped([1n, 1n, 2n, 5n, 5n, 5n])).toEqual([[1n, 1n], [2n], [5n, 5n, 5n]]);
  const many = Array.from({ length: 300_000 }, () => 7n);
  expect(grouped([...many, 8n]).map((group) => group.length)).toEqual([300_000, 1]);
});
