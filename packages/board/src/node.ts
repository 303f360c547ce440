import type { Day } from "@anshi/domain";

/** 0: days from the first of their 8 on; 1: eights from the first of their 64 on; 2: all days up to a 64's end. */
export type Level = 0 | 1 | 2;

const LEVELS = 4;
const PLACES = 2 ** 32;

/** What the table `node` calls the sums of a series at a level's place: a day, a group of 8 of them or of 64. `node_of` of sql/counts.sql is the same. */
export function nodeOf(series: number, level: Level, place: number): number {
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
