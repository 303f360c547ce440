-- The board's integers at any (T, P), for any number of windows: what is sealed at the nearest anchor, and what the changes since
-- and time alone add to it. GET /v1/board and the dashboards' functions ask the same.

-- The last anchor not after (T, P), and the changes to be added to it: all up to `upto`, and of those known late, by class of
-- lateness, further ones. What was recorded once the known time had passed T by an hour concerns T only if it was known late; what was known less
-- than 2^n hours late was recorded before the known time had passed T by 2^n hours. Without `anchored`: every change there was.
-- What is missed as of T follows from what was missed at the anchor and the misses up to T, or from all that will ever be missed
-- and the misses after T, whichever are fewer: those of (`miss_after`, `miss_upto`], `is_far` for the latter.
create function tail(ledger text, as_of timestamptz, known_at bigint, anchored boolean)
returns table (
  block integer, anchor_upto bigint, anchor_at timestamptz, upto bigint, late_classes integer[], late_uptos bigint[],
  is_far boolean, miss_after timestamptz, miss_upto timestamptz)
language sql stable
begin atomic
  with chosen as (
    -- Both columns rise with the block, so the last block that satisfies both is the earlier of the last of each.
    select by_block.block, by_block.upto, by_block.at, coalesce(by_block.farthest, '-infinity') as farthest
      from (select a.block from anchor as a
             where a.ledger = $1 and a.upto <= $3 order by a.upto desc, a.block desc limit 1) as known,
           (select a.block from anchor as a
             where a.ledger = $1 and a.at <= $2 order by a.at desc, a.block desc limit 1) as past,
           lateral (select a.block, a.upto, a.at, a.farthest from anchor as a
                     where a.ledger = $1 and a.block = least(known.block, past.block)) as by_block
     where $4
  ), passed as (
    select a.upto, a.changes, a.late from anchor as a
     where a.ledger = $1 and a.at >= $2 + interval '1 hour' and $4 order by a.at, a.block limit 1
  ), bound as (
    -- A ledger in no order of time: one walk over all its changes costs less than a leap to each.
    select case when coalesce((select (reached.late - passed.late) * 4 > reached.changes - passed.changes
                                 from passed, (select a.changes, a.late from anchor as a
                                                where a.ledger = $1 and a.upto <= $3
                                                order by a.upto desc, a.block desc limit 1) as reached), false) then $3
                else least((select passed.upto from passed), $3) end as upto
  )
  select coalesce(chosen.block, 0), coalesce(chosen.upto, 0), coalesce(chosen.at, '-infinity'), bound.upto,
         late.classes, late.uptos, far.is_far,
         case when far.is_far then $2 else chosen.at end, case when far.is_far then chosen.farthest else $2 end
    from bound
    left join chosen on true
    -- Before the first anchor nothing was known that could be missed.
    cross join lateral (
      select coalesce($2 >= chosen.farthest or $2 - chosen.at > chosen.farthest - $2, true) as is_far) as far
    left join lateral (
      select array_agg(class order by class) as classes, array_agg(least(each.upto, $3) order by class) as uptos
        from generate_series(1, 20) as class
        left join lateral (select a.upto from anchor as a
                            where a.ledger = $1 and a.at >= $2 + (2 ^ class) * interval '1 hour' and class < 20
                            order by a.at, a.block limit 1) as each on true
       where bound.upto < $3) as late on true;
end;

create function held(groups integer[], eights integer[], days integer[], nth integer) returns integer
language sql immutable
return coalesce(groups[nth], 0) + coalesce(eights[nth], 0) + coalesce(days[nth], 0);

-- One row a window and slot that anything counts in: the integers of the cohort (of the kinds a disposal rate reads: of what was
-- received). Windows are pairs of local dates, ends included; null: open. Only `slots` are counted, those with the same of `members` under
-- that number; null: all, each by itself.
create function counts(
  ledger text, as_of timestamptz, today date, known_at bigint, anchored boolean, cohort text, kinds text[],
  from_days date[], to_days date[], slots integer[], members integer[])
returns table (
  nth integer, member integer, of_cohort text, kept integer, late integer, overdue integer, pending integer, void integer,
  provisional integer, succeeded integer, failed integer, ratings integer, scores integer)
language sql stable
begin atomic
  with since as materialized (
    select * from tail($1, $2, $4, $5)
  ), asked as materialized (
    select w.nth::integer as nth, coalesce(w.from_day - date 'epoch' - 1, -2147483648) as after,
           -- One that ends before it begins holds no day.
           greatest(coalesce(w.to_day - date 'epoch', 2147483647), w.from_day - date 'epoch' - 1) as upto
      from unnest($8, $9) with ordinality as w (from_day, to_day, nth)
  ), wanted as materialized (
    select k.clock as kind, k.clock_order as nth_kind,
           case when bool_or(m.formula = 'disposal') then 'received' else $6 end as cohort,
           bool_or(m.formula = 'success') as succeeds, bool_or(m.formula = 'satisfaction') as rated
      from clock_kind as k join measure as m using (clock)
     where k.clock = any ($7)
     group by k.clock
  ), counted as materialized (
    select s.slot, s.place, w.*, coalesce(g.member, s.slot) as member
      from slot as s
      join wanted as w using (kind)
      left join unnest($10, $11) as g (slot, member) using (slot)
     where s.ledger = $1 and s.place is not null and ($10 is null or g.slot is not null)
  ), role as materialized (
    -- Which sums are needed of which axis (0 start, 1 miss, 2 stop, 3 rating), within each window or over all time:
    --   1 of what was received, by start; 2 missed and 3 late, by miss; 4, 5, 6 by stop, of the settled, closed and received
    --   cohort; 7 rated; 8 started, 9 missed and 10 stopped, ever.
    -- What is missed is read to the day before T's: what shows on T's own already is among the changes.
    select w.nth_kind, r.axis, r.role, r.cap, r.role >= 8 as ever
      from wanted as w
      join (values (0, 1, null::integer), (1, 2, -1), (1, 3, 0), (2, 4, null), (2, 5, null), (2, 6, null), (3, 7, null),
                   (0, 8, null), (1, 9, -1), (2, 10, null)) as r (axis, role, cap)
        on case r.role when 1 then w.cohort = 'received' when 5 then w.cohort = 'closed'
                       when 6 then w.cohort = 'received' and w.succeeds when 7 then w.rated else w.cohort = 'settled' end
  ), reading as materialized (
    select r.nth_kind, r.axis, r.role, e.nth, least(e.day, $3 - date 'epoch' + r.cap) as day, e.sign
      from role as r
      join (select a.nth, a.upto as day, 1 as sign, false as ever from asked as a
            union all
            select a.nth, a.after, -1, false from asked as a where a.after > -2147483648
            union all
            select 0, 2147483647, 1, true) as e using (ever)
  ), vector as materialized (
    -- Concatenated with nothing: taken out of its compression once, not at each place that is read.
    select r.nth_kind, r.axis, r.day, groups.sums || '{}'::integer[] as groups, eights.sums || '{}'::integer[] as eights,
           days.sums || '{}'::integer[] as days
      from (select distinct reading.nth_kind, reading.axis, reading.day from reading) as r
      cross join since
      left join lateral (
        select n.sums
          from (select g.node from node_64 as g
                 where g.ledger = $1 and g.series = r.nth_kind * 4 + r.axis and g.since <= since.block
                   and g.node < case r.day when 2147483647 then r.day else r.day >> 6 end
                 order by g.node desc limit 1) as last,
               lateral (select n.sums from node as n
                         where n.ledger = $1 and n.series = r.nth_kind * 4 + r.axis and n.level = 2 and n.node = last.node
                           and n.block <= since.block
                         order by n.block desc limit 1) as n) as groups on true
      left join lateral (
        select n.sums from node as n
         where n.ledger = $1 and n.series = r.nth_kind * 4 + r.axis and n.level = 1 and n.node = r.day >> 3
           and n.block <= since.block and r.day < 2147483647
         order by n.block desc limit 1) as eights on true
      left join lateral (
        select n.sums from node as n
         where n.ledger = $1 and n.series = r.nth_kind * 4 + r.axis and n.level = 0 and n.node = r.day
           and n.block <= since.block and r.day < 2147483647
         order by n.block desc limit 1) as days on true
     where since.block > 0
  ), prefix as materialized (
    select v.nth_kind, v.axis, v.day, c.member,
           sum(held(v.groups, v.eights, v.days, at.first))::integer as c1,
           sum(held(v.groups, v.eights, v.days, at.first + 1))::integer as c2,
           sum(case when v.axis in (0, 2) then held(v.groups, v.eights, v.days, at.first + 2) end)::integer as c3,
           sum(case when v.axis in (0, 2) then held(v.groups, v.eights, v.days, at.first + 3) end)::integer as c4,
           sum(case when v.axis in (0, 2)
                    then held(v.groups, v.eights, v.days, at.first + case when v.axis = 0 and since.is_far then 6 else 4 end)
               end)::integer as c5,
           sum(case when v.axis = 0 then held(v.groups, v.eights, v.days, at.first + 5) end)::integer as c6
      from vector as v
      join counted as c using (nth_kind)
      cross join since
      cross join lateral (select c.place * case v.axis when 0 then 7 when 2 then 5 else 2 end + 1 as first) as at
     group by v.nth_kind, v.axis, v.day, c.member
  ), late as materialized (
    select l.class, since.upto as after, l.upto from since cross join unnest(since.late_classes, since.late_uptos) as l (class, upto)
  ), changed as materialized (
    -- Read once, for what the columns of a row cost.
    select c.kind, c.slot, c.outcome, c.start_at, c.start_day, c.miss_at, c.miss_day, c.provisional, c.close_at, c.close_day, c.success,
           c.score, c.was_slot, c.was_outcome, c.was_start_at, c.was_start_day, c.was_miss_at, c.was_miss_day, c.was_provisional,
           c.was_close_at, c.was_close_day, c.was_success, c.was_score
      from clock as c
     where c.ledger = $1 and c.known_from > (select since.anchor_upto from since)
       and c.known_from <= (select since.upto from since) and c.differs_at <= $2
       and (c.slot in (select counted.slot from counted) or c.was_slot in (select counted.slot from counted))
    union all
    select c.kind, c.slot, c.outcome, c.start_at, c.start_day, c.miss_at, c.miss_day, c.provisional, c.close_at, c.close_day, c.success,
           c.score, c.was_slot, c.was_outcome, c.was_start_at, c.was_start_day, c.was_miss_at, c.was_miss_day, c.was_provisional,
           c.was_close_at, c.was_close_day, c.was_success, c.was_score
      from late cross join lateral (
        select * from clock as each
         where each.ledger = $1 and each.late_class = late.class and each.late_class > 0
           and each.known_from > late.after and each.known_from <= late.upto and each.differs_at <= $2
           and (each.slot in (select counted.slot from counted) or each.was_slot in (select counted.slot from counted))) as c
  ), turn as materialized (
    -- What each change since the anchor adds, and what the version before it takes away.
    select t.sign, t.slot, t.start_day, t.miss_day, t.close_day, t.provisional, t.success, t.score,
           t.kind = 'rating' as rating, t.close_at is null or t.close_at > $2 as lasting,
           coalesce(t.miss_at <= $2, false) as missed, closed and t.outcome = 'kept' as kept, closed and t.outcome = 'late' as late,
           closed and t.outcome = 'void' as void, closed
      from (select 1 as sign, c.kind, c.slot, c.outcome, c.start_at, c.start_day, c.miss_at, c.miss_day, c.provisional,
                   c.close_at, c.close_day, c.success, c.score
              from changed as c
             where c.outcome <> 'gone'
            union all
            select -1, c.kind, c.was_slot, c.was_outcome, c.was_start_at, c.was_start_day, c.was_miss_at, c.was_miss_day,
                   c.was_provisional, c.was_close_at, c.was_close_day, c.was_success, c.was_score
              from changed as c
             where c.was_slot is not null) as t
     cross join lateral (select coalesce(t.kind <> 'rating' and t.close_at <= $2, false) as closed) as is_
     where t.start_at <= $2
  ), mark as (
    select t.slot, 0 as axis, t.start_day as day, t.sign as c1, t.sign * t.kept::integer as c2, t.sign * t.late::integer as c3,
           t.sign * t.void::integer as c4, t.sign * t.missed::integer as c5,
           t.sign * (t.provisional and not (t.missed or t.kept or t.void))::integer as c6
      from turn as t where not t.rating
    union all
    select t.slot, 1, t.miss_day, t.sign * t.missed::integer, t.sign * t.late::integer, 0, 0, 0, 0
      from turn as t where t.missed or t.late
    union all
    select t.slot, 2, t.close_day, t.sign * t.kept::integer, t.sign * t.late::integer, t.sign * t.void::integer,
           t.sign * t.success::integer, t.sign * (not t.success)::integer, 0
      from turn as t where t.closed
    union all
    select t.slot, 3, t.start_day, t.sign, t.sign * t.score, 0, 0, 0, 0
      from turn as t where t.rating and t.lasting
    union all
    -- What time alone made missed since the anchor, or will make missed after T.
    select own.slot, 0, own.start_day, 0, 0, 0, 0, case when since.is_far then -1 else 1 end, 0
      from wanted as w
      cross join since
      cross join lateral (
        select c.slot, c.start_day from clock as c
         where c.ledger = $1 and c.kind = w.kind and c.outcome = 'open'
           and c.miss_at > since.miss_after and c.miss_at <= since.miss_upto
           and c.known_from <= since.anchor_upto and (c.known_to is null or c.known_to > since.anchor_upto)
         order by c.miss_at) as own
     where w.cohort = 'received'
    union all
    select c.slot, 0, c.start_day, 0, 0, 0, 0, 0, -1
      from clock as c
     where c.ledger = $1 and c.provisional and c.outcome = 'open'
       and c.miss_at > (select since.anchor_at from since) and c.miss_at <= $2
       and c.known_from <= (select since.anchor_upto from since)
       and (c.known_to is null or c.known_to > (select since.anchor_upto from since))
    union all
    select c.slot, 1, c.miss_day, 1, 0, 0, 0, 0, 0
      from clock as c
     where c.ledger = $1 and c.own_day and c.miss_day = $3 and c.miss_at <= $2 and c.outcome <> 'gone'
       and c.known_from <= (select since.anchor_upto from since)
       and (c.known_to is null or c.known_to > (select since.anchor_upto from since))
  ), moved as materialized (
    select c.nth_kind, c.member, m.axis, m.day - date 'epoch' as day, sum(m.c1)::integer as c1, sum(m.c2)::integer as c2,
           sum(m.c3)::integer as c3, sum(m.c4)::integer as c4, sum(m.c5)::integer as c5, sum(m.c6)::integer as c6
      from mark as m join counted as c using (slot)
     group by c.nth_kind, c.member, m.axis, m.day
  ), cell as (
    select r.nth, p.member, r.role, r.sign * p.c1 as c1, r.sign * p.c2 as c2, r.sign * p.c3 as c3, r.sign * p.c4 as c4,
           r.sign * p.c5 as c5, r.sign * p.c6 as c6
      from reading as r join prefix as p using (nth_kind, axis, day)
    union all
    select a.nth, m.member, r.role, m.c1, m.c2, m.c3, m.c4, m.c5, m.c6
      from moved as m
      join role as r using (nth_kind, axis)
      join asked as a on m.day > a.after and m.day <= a.upto
     where not r.ever
    union all
    select 0, m.member, r.role, m.c1, m.c2, m.c3, m.c4, m.c5, m.c6
      from moved as m join role as r using (nth_kind, axis)
     where r.ever
  ), summed as materialized (
    -- domain.md, 3: the counters' order is that of src/mark.ts.
    select c.nth, c.member,
           sum(case c.role when 1 then c2 when 4 then c1 when 5 then c1 end) as kept,
           sum(case c.role when 1 then c3 when 3 then c2 when 5 then c2 end) as late,
           sum(case c.role when 1 then c5 - c3 when 2 then c1 when 3 then -c2 end) as overdue,
           sum(case c.role when 1 then c1 - c2 - c4 - c5 when 8 then c1 when 9 then -c1 when 10 then -c1 - c3 end) as pending,
           sum(case c.role when 1 then c4 when 4 then c3 when 5 then c3 end) as void,
           sum(case c.role when 1 then c6 when 8 then c6 end) as provisional,
           sum(case c.role when 4 then c4 when 5 then c4 when 6 then c4 end) as succeeded,
           sum(case c.role when 4 then c5 when 5 then c5 when 6 then c5 end) as failed,
           sum(case c.role when 7 then c1 end) as ratings, sum(case c.role when 7 then c2 end) as scores,
           sum(case c.role when 8 then c1 end) as started
      from cell as c
     group by c.nth, c.member
  )
  select a.nth, m.member, m.cohort, n.*
    from (select distinct counted.member, counted.cohort from counted) as m
    cross join asked as a
    left join summed as s on s.nth = a.nth and s.member = m.member
    left join summed as stock on stock.nth = 0 and stock.member = m.member
    cross join lateral (
      select coalesce(s.kept, 0)::integer as kept, coalesce(s.late, 0)::integer as late, coalesce(s.overdue, 0)::integer as overdue,
             (coalesce(s.pending, 0) + coalesce(stock.pending, 0))::integer as pending, coalesce(s.void, 0)::integer as void,
             (coalesce(s.provisional, 0) + coalesce(stock.provisional, 0))::integer as provisional,
             coalesce(s.succeeded, 0)::integer as succeeded, coalesce(s.failed, 0)::integer as failed,
             coalesce(s.ratings, 0)::integer as ratings, coalesce(s.scores, 0)::integer as scores) as n
   where stock.started <> 0 or (n.*) is distinct from (0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
end;
