import type { Integers } from "@anshi/domain";

/** What changed in the integers of a row; what is not told did not change. */
export type Change = { readonly [name in keyof Integers | "parked"]?: number };

/** By figure (`measure unit`), then by position, what was changed. */
export type Contributions = Map<string, Map<bigint, Change>>;

/** A figure as a text: neither measures nor units hold a space. */
export function figureKey({ measure, unit }: { readonly measure: string; readonly unit: string }): string {
  return `${measure} ${unit}`;
}

/** Adds a change to what an event did to a figure. */
export function addChange(into: Contributions, key: string, position: bigint, change: Change): void {
  const own = into.get(key) ?? new Map<bigint, Change>();
  into.set(key, own);
  own.set(position, sumOf([own.get(position) ?? {}, change]));
}

/** Changes added up; what cancels out is left out. */
export function sumOf(changes: readonly Change[]): Change {
  const sum: Record<string, number> = {};
  for (const change of changes)
    for (const [name, n] of Object.entries(change)) sum[name] = (sum[name] ?? 0) + n;
  return Object.fromEntries(Object.entries(sum).filter(([, n]) => n !== 0));
}

/** The positions of the events that changed a figure, in order. */
export function positionsOf(contributions: Contributions, key: string): readonly bigint[] {
  return [...(contributions.get(key)?.keys() ?? [])].sort((a, b) => (a < b ? -1 : 1));
}
