import { clockKinds, formatInstant, type Instant, measureRows, type UnitTree } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { inBothCohorts } from "./near-due.js";
import { readSlots } from "./slot.js";

/** What has been overdue for long, asked at T and the checkpoint. */
export interface LongOverdueQuery {
  readonly ledger: LedgerId;
  /** T; facts stamped ahead of it are not looked for, so it should be the present. */
  readonly asOf: Instant;
  /** Overdue since this instant or longer. */
  readonly since: Instant;
  readonly tree: UnitTree;
}

/** Open clocks of a measure and a unit, its subtree rolled up, that have been overdue for long. */
export interface LongOverdue {
  readonly measure: string;
  readonly unit: string;
  readonly count: number;
}

/** Counts what is open and has been overdue since `since`, for every measure and the units that a board shows. */
export async function longOverdue(db: Queryable, query: LongOverdueQuery): Promise<readonly LongOverdue[]> {
  const { ledger, asOf, since, tree } = query;
  const { rows } = await db.query<{ readonly slot: number; readonly n: number }>({
    name: "board long overdue",
    text: sql,
    values: [ledger, clockKinds, formatInstant(asOf), formatInstant(since)],
  });
  const slots = new Map((await readSlots(db, ledger)).map((stored) => [stored.id, stored.slot]));
  const long = rows.flatMap(({ slot: id, n }) => {
    const slot = slots.get(id);
    return slot === undefined ? [] : inBothCohorts(slot, { overdue: n });
  });
  return measureRows(long, tree, "settled").map(({ measure, unit, overdue }) => ({
    measure,
    unit,
    count: overdue,
  }));
}

// $1 ledger, $2 clock kinds, $3 T, $4 the latest instant at which a miss that is long overdue began to show.
const sql = `
  select slot, count(*)::integer as n
    from unnest($2::text[]) as asked (kind),
         lateral (select slot from live
                   where ledger = $1 and live.kind = asked.kind and open and start_at <= $3 and miss_at <= $4
                   order by miss_at) as own
   group by slot`;
