import { unitTree } from "@anshi/domain";
import { expect, it } from "vitest";
import { unitsOf } from "./reference-route.js";

it("puts the root first and each unit after the one above it; orphans and circles hang under the root", () => {
  const tree = unitTree("3209", [
    { id: "a1", name: "A1", parent: "a" },
    { id: "a", name: "A", regionCode: "320902" },
    { id: "b", name: "B", parent: "gone" },
    { id: "c", name: "C", parent: "d" },
    { id: "d", name: "D", parent: "c" },
  ]);
  expect(unitsOf(tree).map(({ id, parent }) => [id, parent])).toEqual([
    ["3209", null],
    ["a", "3209"],
    ["a1", "a"],
    ["b", "3209"],
    ["c", "3209"],
    ["d", "3209"],
  ]);
  expect(unitsOf(tree)[0]).toEqual({ id: "3209", name: null, parent: null, regionCode: null });
  expect(unitsOf(tree)[1]).toMatchObject({ name: "A", regionCode: "320902" });
});

it("names the root when the ledger's own id is registered", () => {
  const tree = unitTree("3209", [{ id: "3209", name: "盐城市" }]);
  expect(unitsOf(tree)).toEqual([{ id: "3209", name: "盐城市", parent: null, regionCode: null }]);
});
