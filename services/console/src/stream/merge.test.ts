import { expect, it } from "vitest";
import type { BoardAnswer, BoardRow } from "../api/answers.js";
import { merged } from "./merge.js";

const row = (measure: string, unit: string, pending: number): BoardRow =>
  ({ measure, unit, pending }) as unknown as BoardRow;
const board = (position: string, measures: readonly BoardRow[], gone?: BoardAnswer["gone"]): BoardAnswer =>
  ({ knownAt: { position }, measures, ...(gone === undefined ? {} : { gone }) }) as unknown as BoardAnswer;

it("replaces what changed where it stood, adds what is new, leaves out what went, and takes the new moment", () => {
  const before = board("5", [row("17.1", "a", 1), row("17.1", "b", 2), row("19.1", "a", 3)]);
  const change = board("6", [row("17.1", "b", 9), row("17.1", "c", 4)], [["19.1", "a"]]);
  const after = merged(before, change);
  expect(after.measures).toEqual([row("17.1", "a", 1), row("17.1", "b", 9), row("17.1", "c", 4)]);
  expect(after).toMatchObject({ knownAt: { position: "6" } });
  expect(after).not.toHaveProperty("gone");
  expect(before.measures).toHaveLength(3);
});

it("is the change itself when there was nothing before", () => {
  const first = board("1", [row("17.1", "a", 1)]);
  expect(merged(undefined, first)).toBe(first);
});
