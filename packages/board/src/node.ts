import type { Day } from "@anshi/domain";

/** A node of a series: see the table `node`. */
export interface NodeKey {
  readonly series: number;
  readonly level: 0 | 1 | 2;
  readonly node: number;
}

/** The group of 64 days a day is in: its node of level 2. */
export function group64(day: Day): number {
  return day >> 6;
}

/** The nodes of levels 0 and 1 whose sums a day is part of; of level 2 it is every group from its own on. */
export function nodesOver(series: number, day: Day): readonly NodeKey[] {
  const keys: NodeKey[] = [];
  for (let node = day; node <= (day | 7); node += 1) keys.push({ series, level: 0, node });
  const group = day >> 3;
  for (let node = group + 1; node <= (group | 7); node += 1) keys.push({ series, level: 1, node });
  return keys;
}
