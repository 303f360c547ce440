import { type ClockKind, clockKinds, formatInstant, type Instant } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** Clocks of one kind and unit that lapsed. */
export interface LapseCount {
  readonly clock: ClockKind;
  readonly unit: string;
  readonly count: number;
}

/**
 * Counts the open clocks whose miss began to show in (from, to], by kind and unit, as the board knows them at its
 * checkpoint. One closed meanwhile is not among them: its own event tells of it. Reads only what it counts, by index.
 */
export async function lapses(
  db: Queryable,
  ledger: LedgerId,
  from: Instant,
  to: Instant,
): Promise<readonly LapseCount[]> {
  const { rows } = await db.query<LapseCount>({
    name: "steward lapses",
    text: lapsesSql,
    values: [ledger, clockKinds, formatInstant(from), formatInstant(to)],
  });
  return rows;
}

/**
 * $1 ledger, $2 clock kinds, $3 and $4 from and to. `miss_at` is the later of lapse and start. The index leads with the
 * kind; the order shows the planner that it fits, on a table without statistics too.
 */
export const lapsesSql = `
  select slot.kind as clock, slot.unit, count(*)::integer as count
    from unnest($2::text[]) as asked (kind)
   cross join lateral (select live.slot from live
                        where live.ledger = $1 and live.kind = asked.kind and open and miss_at > $3 and miss_at <= $4
                        order by miss_at) as lapsed
    join slot on slot.slot = lapsed.slot
   group by slot.kind, slot.unit
   order by slot.kind, slot.unit`;
