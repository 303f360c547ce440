import type { SlotCounts } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { parameters, type Question } from "./question.js";
import { type SlotRow, sumSlots } from "./slot-row.js";

/**
 * The counts of the settled cohort at the checkpoint: the days before T's own from the counters, T's own day from the
 * clock rows with an instant on it (domain.md §3).
 */
export async function settledCounts(db: Queryable, question: Question): Promise<readonly SlotCounts[]> {
  return sumSlots(await ask(db, question, [cellSql, ownDaySql, ratedOwnDaySql, provisionalSql]), "settled");
}

/** The counts of what was received in the window, for the clocks whose measure reads it (11.2). */
export async function receivedCounts(db: Queryable, question: Question): Promise<readonly SlotCounts[]> {
  return sumSlots(await ask(db, question, [receivedCellSql, receivedOwnDaySql]), "received");
}

/** The rows of several statements on one connection, which takes one at a time. */
async function ask(
  db: Queryable,
  question: Question,
  statements: readonly string[],
): Promise<readonly SlotRow[]> {
  const rows: SlotRow[] = [];
  for (const sql of statements) rows.push(...(await db.query<SlotRow>(sql, [...parameters(question)])).rows);
  return rows;
}

const slots = "slot.kind, slot.unit, slot.online, slot.origin";

/** What a clock did on T's own day, up to T. */
const ownDay = `
       start_day = $3 and start_at <= $2 as started,
       close_day = $3 and close_at <= $2 and outcome = 'kept' as kept,
       close_day = $3 and close_at <= $2 and outcome = 'late' as late,
       close_day = $3 and close_at <= $2 and outcome = 'void' as void,
       miss_day = $3 and greatest(lapse_at, start_at) <= $2 and outcome not in ('kept', 'void') as missed`;

// $1 ledger, $2 T, $3 T's local day, $4 and $5 window
const cellSql = `
  select ${slots}, kept, late, missed - late as overdue, void, pending, succeeded, failed, ratings, scores
    from (select slot,
            coalesce(sum(n) filter (where counter = 'kept' and inside), 0) as kept,
            coalesce(sum(n) filter (where counter = 'missed' and inside), 0) as missed,
            coalesce(sum(n) filter (where counter = 'late' and other_inside), 0) as late,
            coalesce(sum(n) filter (where counter = 'void' and inside), 0) as void,
            coalesce(sum(case counter when 'started' then n when 'kept' then -n when 'missed' then -n when 'void' then -n
                     end), 0) as pending,
            coalesce(sum(n) filter (where counter = 'succeeded' and inside), 0) as succeeded,
            coalesce(sum(n) filter (where counter = 'failed' and inside), 0) as failed,
            coalesce(sum(n) filter (where counter = 'rated' and inside), 0)
              - coalesce(sum(n) filter (where counter = 'unrated' and other_inside), 0) as ratings,
            coalesce(sum(n) filter (where counter = 'scored' and inside), 0)
              - coalesce(sum(n) filter (where counter = 'unscored' and other_inside), 0) as scores
       from cell
      cross join lateral (select day between $4 and $5 as inside, other_day between $4 and $5 as other_inside) as w
      where ledger = $1 and day < $3 and counter not like 'received-%' and $2::timestamptz is not null
      group by slot) as sums
    join slot using (slot)`;

// The same counters for T's own day, whose instants are compared with T. A clock met by two of its days is read once.
const ownDaySql = `
  select ${slots},
         count(*) filter (where kept and own_inside) as kept,
         count(*) filter (where late and miss_day between $4 and $5) as late,
         count(*) filter (where missed and own_inside) - count(*) filter (where late and miss_day between $4 and $5)
           as overdue,
         count(*) filter (where void and own_inside) as void,
         count(*) filter (where started) - count(*) filter (where kept) - count(*) filter (where missed)
           - count(*) filter (where void) as pending,
         count(*) filter (where (kept or late) and own_inside and succeeds and closed_by in ('agreed', 'settled'))
           as succeeded,
         count(*) filter (where (kept or late) and own_inside and succeeds and closed_by not in ('agreed', 'settled'))
           as failed
    from clock
    join slot using (slot)
   cross join lateral (
     select ${ownDay},
            $3::date between $4 and $5 as own_inside,
            slot.kind in ('complaint.mediate', 'odr.close') as succeeds) as reading
   where clock.ledger = $1 and known_to is null and (start_day = $3 or close_day = $3 or miss_day = $3)
   group by slot.slot, ${slots}`;

const ratedOwnDaySql = `
  select ${slots},
         count(*) filter (where rated and $3::date between $4 and $5)
           - count(*) filter (where unrated and rated_day between $4 and $5) as ratings,
         coalesce(sum(score) filter (where rated and $3::date between $4 and $5), 0)
           - coalesce(sum(score) filter (where unrated and rated_day between $4 and $5), 0) as scores
    from rating
    join slot using (slot)
   cross join lateral (
     select rated_day = $3 and rated_at <= $2 as rated,
            superseded_day = $3 and superseded_at <= $2 as unrated) as reading
   where rating.ledger = $1 and known_to is null and (rated_day = $3 or superseded_day = $3)
   group by slot.slot, ${slots}`;

const provisionalSql = `
  select ${slots}, count(*) as provisional
    from clock
    join slot using (slot)
   where clock.ledger = $1 and known_to is null and provisional and start_at <= $2
     and (close_at is null or close_at > $2) and (lapse_at is null or greatest(lapse_at, start_at) > $2)
     and $3::date is not null and $4::date is not null and $5::date is not null
   group by slot.slot, ${slots}`;

const receivedCellSql = `
  select ${slots}, kept, late, missed - late as overdue, void, started - kept - missed - void as pending
    from (select slot,
            coalesce(sum(n) filter (where counter = 'started' and day between $4 and $5), 0) as started,
            coalesce(sum(n) filter (where counter = 'received-kept' and other_inside), 0) as kept,
            coalesce(sum(n) filter (where counter = 'received-late' and other_inside), 0) as late,
            coalesce(sum(n) filter (where counter = 'received-missed' and other_inside), 0) as missed,
            coalesce(sum(n) filter (where counter = 'received-void' and other_inside), 0) as void
       from cell
      cross join lateral (select other_day between $4 and $5 as other_inside) as w
      where ledger = $1 and day < $3 and (counter = 'started' or counter like 'received-%')
        and slot in (select slot from slot where ledger = $1 and kind = 'identity.claim')
        and $2::timestamptz is not null
      group by slot) as sums
    join slot using (slot)`;

const receivedOwnDaySql = `
  select ${slots},
         count(*) filter (where kept) as kept,
         count(*) filter (where late) as late,
         count(*) filter (where missed) - count(*) filter (where late) as overdue,
         count(*) filter (where void) as void,
         count(*) filter (where started) - count(*) filter (where kept) - count(*) filter (where missed)
           - count(*) filter (where void) as pending
    from clock
    join slot using (slot)
   cross join lateral (
     select ${ownDay}
   ) as reading
   where clock.ledger = $1 and slot.kind = 'identity.claim' and known_to is null
     and (start_day = $3 or close_day = $3 or miss_day = $3) and start_day between $4 and $5
   group by slot.slot, ${slots}`;
