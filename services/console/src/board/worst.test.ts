import { expect, it } from "vitest";
import type { BoardRow, UnitItem } from "../api/answers.js";
import { compared, unitsOf } from "./tree.js";
import { worstFirst } from "./worst.js";

const row = (met: boolean | null, lateBudget: number | null, counted = 100): BoardRow =>
  ({ met, lateBudget, counted }) as unknown as BoardRow;

it("puts first who misses most lines, then who is further below them, and last who has no data", () => {
  const rows: Readonly<Record<string, readonly BoardRow[]>> = {
    good: [row(true, 5), row(true, 1)],
    empty: [row(null, null, 0)],
    deep: [row(false, -9), row(true, 3)],
    shallow: [row(false, -1), row(true, 3)],
    twice: [row(false, -1), row(false, -1)],
  };
  expect(worstFirst(Object.keys(rows), (unit) => rows[unit] ?? [])).toEqual([
    "twice",
    "deep",
    "shallow",
    "good",
    "empty",
  ]);
});

const item = (id: string, parent: string | null): UnitItem => ({ id, name: id, parent, regionCode: null });

it("compares the districts of the one city below the root, and units nobody registered", () => {
  const units = unitsOf(
    [item("32", null), item("c", "32"), item("d1", "c"), item("d2", "c"), item("d3", "d2")],
    "32",
  );
  expect(compared(units, "32", ["32", "c", "stranger"])).toEqual(["d1", "d2", "stranger"]);
  expect(compared(units, "d2", ["stranger"])).toEqual(["d3"]);
  expect(compared(units, "d1", [])).toEqual([]);
  const two = unitsOf(
    [item("32", null), item("a", "32"), item("b", "32"), item("a1", "a"), item("b1", "b")],
    "32",
  );
  expect(compared(two, "32", [])).toEqual(["a", "b"]);
});
