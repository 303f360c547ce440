import type { BoardAnswer, BoardRow } from "../api/answers.js";

/** A board after a `change`: its rows in their order, changed ones replaced, new ones at the end, gone ones left out. */
export function merged(before: BoardAnswer | undefined, change: BoardAnswer): BoardAnswer {
  if (before === undefined) return change;
  const rows = new Map(before.measures.map((row) => [keyOf(row), row]));
  for (const row of change.measures) rows.set(keyOf(row), row);
  for (const [measure, unit] of change.gone ?? []) rows.delete(`${measure} ${unit}`);
  const { gone: _, ...rest } = change;
  return { ...rest, measures: [...rows.values()] };
}

/** Names a figure: its measure and unit. */
export function keyOf({ measure, unit }: Pick<BoardRow, "measure" | "unit">): string {
  return `${measure} ${unit}`;
}
