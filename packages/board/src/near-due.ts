import {
  type Counts,
  clockKinds,
  type Day,
  formatDay,
  formatInstant,
  type Instant,
  measureRows,
  noCounts,
  type Slot,
  type SlotCounts,
  type UnitTree,
  type Zone,
} from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { readSlots } from "./slot.js";

/** What is near its due day, asked at T and the checkpoint. */
export interface NearDueQuery {
  readonly ledger: LedgerId;
  readonly zone: Zone;
  /** T; facts stamped ahead of it are not looked for, so it should be the present. */
  readonly asOf: Instant;
  /** Last days that are near, T's own the nearest. */
  readonly by: readonly Day[];
  readonly tree: UnitTree;
}

/** Pending clocks of a measure and a unit, its subtree rolled up, that are due by a day. */
export interface NearDue {
  readonly measure: string;
  readonly unit: string;
  readonly by: Day;
  readonly count: number;
}

/** Counts what is pending and due by each of the days, for every measure and the units that a board shows. */
export async function nearDue(db: Queryable, query: NearDueQuery): Promise<readonly NearDue[]> {
  const { ledger, zone, asOf, by, tree } = query;
  if (by.length === 0) return [];
  const { rows } = await db.query<{ readonly slot: number; readonly due: string; readonly n: number }>({
    name: "board near due",
    text: sql,
    values: [ledger, clockKinds, formatInstant(asOf), formatInstant(zone.startOf(Math.max(...by) + 1))],
  });
  const slots = new Map((await readSlots(db, ledger)).map((stored) => [stored.id, stored.slot]));
  return by.flatMap((day) => {
    const near = rows
      .filter(({ due }) => due <= formatDay(day))
      .flatMap(({ slot: id, n }) => {
        const slot = slots.get(id);
        return slot === undefined ? [] : inBothCohorts(slot, { pending: n });
      });
    return measureRows(near, tree, "settled").map(({ measure, unit, pending }) => ({
      measure,
      unit,
      by: day,
      count: pending,
    }));
  });
}

/** Counts of what is open now in both cohorts that rows are made of: they are the same in each. */
export function inBothCohorts(slot: Slot, open: Partial<Counts>): readonly SlotCounts[] {
  const counts = { ...noCounts, ...open };
  return [
    { ...slot, counts, cohort: "settled" },
    { ...slot, counts, cohort: "received" },
  ];
}

// $1 ledger, $2 clock kinds, $3 T, $4 the end of the last day. What is pending lapses after T.
const sql = `
  select slot, due_day::text as due, count(*)::integer as n
    from unnest($2::text[]) as asked (kind),
         lateral (select slot, due_day from live
                   where ledger = $1 and live.kind = asked.kind and open and start_at <= $3 and miss_at > $3 and miss_at <= $4
                   order by miss_at) as own
   group by slot, due_day`;
