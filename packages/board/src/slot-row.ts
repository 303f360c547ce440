import {
  add,
  type ClockKind,
  type Cohort,
  type Counts,
  noCounts,
  type Origin,
  type SlotCounts,
} from "@anshi/domain";

/** Counts of a slot as a query returns them; bigints arrive as texts. */
export type SlotRow = {
  readonly kind: ClockKind;
  readonly unit: string;
  readonly online: boolean | null;
  readonly origin: Origin | null;
} & { readonly [counter in keyof Counts]?: string | number | null };

/** Sums rows of several queries by slot. */
export function sumSlots(rows: readonly SlotRow[], cohort: Cohort): readonly SlotCounts[] {
  const sums = new Map<string, SlotCounts>();
  for (const row of rows) {
    const slot = { clock: row.kind, unit: row.unit, online: row.online, origin: row.origin };
    const key = JSON.stringify(slot);
    const before = sums.get(key)?.counts ?? noCounts;
    sums.set(key, { ...slot, cohort, counts: add(before, countsOf(row)) });
  }
  return [...sums.values()];
}

function countsOf(row: SlotRow): Counts {
  const counts: { -readonly [counter in keyof Counts]: number } = { ...noCounts };
  for (const counter of Object.keys(noCounts) as (keyof Counts)[])
    counts[counter] = Number(row[counter] ?? 0);
  return counts;
}
