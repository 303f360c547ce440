import type { Placeable } from "./panel.js";
import type { Panel, RowPanel } from "./schema.js";

const COLUMNS = 24;

/** Where a panel lies: columns of 24, rows of 30 pixels. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A heading, and the panels below it from left to right, line by line. */
export interface Section {
  readonly id: number;
  readonly title: string;
  readonly panels: readonly Placeable[];
}

/** Gives every panel its place; a line breaks where the next panel does not fit, and is as high as its highest. */
export function grid(sections: readonly Section[]): readonly (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const { id, title, panels } of sections) {
    placed.push({
      id,
      type: "row",
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    let highest = 0;
    for (const { width, height, panel } of panels) {
      if (x + width > COLUMNS) {
        y += highest;
        x = 0;
        highest = 0;
      }
      placed.push({ ...panel, gridPos: { x, y, w: width, h: height } });
      x += width;
      highest = Math.max(highest, height);
    }
    y += highest;
  }
  return placed;
}
