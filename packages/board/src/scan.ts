import type { SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { parameters, type Question } from "./question.js";
import { type SlotRow, sumSlots } from "./slot-row.js";

/**
 * The counts of any question, one by one from the clock versions known at P: slow and plain. The counters must
 * agree with it; it answers what they do not hold yet.
 */
export async function scanCounts(db: Queryable, question: Question): Promise<readonly SlotCounts[]> {
  const values = [...parameters(question), question.knownAt, question.cohort];
  const clocks = await db.query<SlotRow>(clockSql, values);
  const ratings = await db.query<SlotRow>(ratingSql, values.slice(0, 6));
  return sumSlots([...clocks.rows, ...ratings.rows], question.cohort);
}

// $1 ledger, $2 T, $3 T's local day, $4 and $5 window, $6 P, $7 cohort
const clockSql = `
  with standing as (
    select slot, start_day, close_day, miss_day, provisional, closed_by,
           case when close_at <= $2 and outcome in ('kept', 'late', 'void') then outcome
                when close_at <= $2 and outcome = 'ended' then 'overdue'
                when greatest(lapse_at, start_at) <= $2 and lapse_at is not null then 'overdue'
                else 'pending' end as state
      from clock
     where ledger = $1 and known_from <= $6 and (known_to is null or known_to > $6) and start_at <= $2
  ), dated as (
    select *, case $7 when 'received' then start_day
                      when 'closed' then case when state in ('kept', 'late', 'void') then close_day end
                      else case when state in ('late', 'overdue') then miss_day
                                when state in ('kept', 'void') then close_day end end as day
      from standing
  )
  select slot.kind, slot.unit, slot.online, slot.origin,
         count(*) filter (where state = 'kept' and day between $4 and $5) as kept,
         count(*) filter (where state = 'late' and day between $4 and $5) as late,
         count(*) filter (where state = 'overdue' and day between $4 and $5) as overdue,
         count(*) filter (where state = 'void' and day between $4 and $5) as void,
         count(*) filter (where state = 'pending' and counts_pending) as pending,
         count(*) filter (where state = 'pending' and counts_pending and provisional) as provisional,
         count(*) filter (where succeeds and closed_by in ('agreed', 'settled')) as succeeded,
         count(*) filter (where succeeds and closed_by not in ('agreed', 'settled')) as failed
    from dated
    join slot using (slot)
   cross join lateral (
     select $7 = 'settled' or ($7 = 'received' and day between $4 and $5) as counts_pending,
            state in ('kept', 'late') and close_day between $4 and $5
              and slot.kind in ('complaint.mediate', 'odr.close') as succeeds) as reading
   where $3::date is not null
   group by slot.slot, slot.kind, slot.unit, slot.online, slot.origin`;

const ratingSql = `
  select slot.kind, slot.unit, slot.online, slot.origin, count(*) as ratings, sum(score) as scores
    from rating join slot using (slot)
   where rating.ledger = $1 and known_from <= $6 and (known_to is null or known_to > $6)
     and rated_at <= $2 and (superseded_at is null or superseded_at > $2)
     and rated_day between $4 and $5 and $3::date is not null
   group by slot.slot, slot.kind, slot.unit, slot.online, slot.origin`;
