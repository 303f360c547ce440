import type { Day } from "@anshi/domain";

const LEVELS = 3;
const PLACES = 2 ** 32;

/**
 * The number of a node: of a series, at a level a day (0), a group of 8 (1) or of 64 of them (2); see the table `node`. `node_of` of
 * sql/counts.sql is the same, and what is stored goes by it: another formula is another BOARD_VERSION.
 */
export function nodeOf(series: number, level: 0 | 1 | 2, place: number): number {
  return (series * LEVELS + level) * PLACES + place;
}

/** The group of 64 days a day is in: its place at level 2. */
export function group64(day: Day): number {
  return day >> 6;
}

/** The nodes of levels 0 and 1 whose sums a day is part of; of level 2 it is every group from its own on. */
export function nodesOver(series: number, day: Day): readonly number[] {
  const nodes: number[] = [];
  for (let place = day; place <= (day | 7); place += 1) nodes.push(nodeOf(series, 0, place));
  const group = day >> 3;
  for (let place = group + 1; place <= (group | 7); place += 1) nodes.push(nodeOf(series, 1, place));
  return nodes;
}
