import { expect, it } from "vitest";
import { startOffset } from "./start-offset.js";

const own = { topic: "t", partition: 3 };
const bounds = { low: 5n, high: 9n };

it("begins at the earliest message when nothing is wanted", () => {
  expect(startOffset(own, undefined, bounds)).toEqual({ offset: 5n, isLost: false });
});

it.each([5n, 7n, 9n])("begins at %s where the partition has it or ends", (wanted) => {
  expect(startOffset(own, wanted, bounds)).toEqual({ offset: wanted, isLost: false });
});

it("leaps over what was deleted, and says so", () => {
  expect(startOffset(own, 4n, bounds)).toEqual({ offset: 5n, isLost: true });
});

it("refuses a partition that ends before what was read of it", () => {
  expect(() => startOffset(own, 10n, bounds)).toThrow(/t\/3 ends at 9, and 10 was read/u);
});
