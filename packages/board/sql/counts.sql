-- The board's integers at any (T, P), for any number of windows: what is sealed at the nearest anchor, and what the changes since
-- and time alone add to it. The dashboards' functions ask it, and the recompute of a board; GET /v1/board adds marks: see src/anchored.ts.

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

-- See src/node.ts.
create function node_of(series integer, level integer, place integer) returns bigint
language sql immutable
return (series * 3 + level) * 4294967296 + place;

-- The sums of series up to days (2147483647: of all days) at a block, in the order asked, each as the vectors that add up to them:
-- see the table `node`.
create function sealed(ledger text, block integer, series integer[], upto integer[])
returns table (nth integer, groups integer[], eights integer[], days integer[])
language sql stable
begin atomic
  select wanted.nth::integer, groups.sums, eights.sums, days.sums
    from unnest($3, $4) with ordinality as wanted (series, day, nth)
    left join lateral (
      select n.sums
        from (select g.place from node_64 as g
               where g.ledger = $1 and g.series = wanted.series and g.since <= $2
                 and g.place < case wanted.day when 2147483647 then wanted.day else wanted.day >> 6 end
               order by g.place desc limit 1) as last,
             lateral (select n.sums from node as n
                       where n.node = node_of(wanted.series, 2, last.place) and n.ledger = $1 and n.block <= $2
                       order by n.block desc limit 1) as n) as groups on true
    left join lateral (
      select n.sums from node as n
       where n.node = node_of(wanted.series, 1, wanted.day >> 3) and n.ledger = $1 and n.block <= $2 and wanted.day < 2147483647
       order by n.block desc limit 1) as eights on true
    left join lateral (
      select n.sums from node as n
       where n.node = node_of(wanted.series, 0, wanted.day) and n.ledger = $1 and n.block <= $2 and wanted.day < 2147483647
       order by n.block desc limit 1) as days on true
   where $2 > 0;
end;

-- What time alone has changed of the versions known at an anchor, which `tail` tells: 0 missed, of the kinds counted by what was received, by
-- start day (far: not missed yet, less than none); 1 no longer provisional, by start day; 2 missed on T's own day, of other kinds, by
-- that day – what is sealed by its miss is read to the day before T's.
create function matured(
  ledger text, as_of timestamptz, today date, anchor_upto bigint, anchor_at timestamptz, is_far boolean, miss_after timestamptz,
  miss_upto timestamptz, received text[])
returns table (what integer, slot integer, day date, n integer)
language sql stable
begin atomic
  select 0, own.slot, own.start_day, (case when $6 then -1 else 1 end * count(*))::integer
    from unnest($9) as asked (kind)
    cross join lateral (
      select c.slot, c.start_day from clock as c
       where c.ledger = $1 and c.kind = asked.kind and c.outcome = 'open' and c.miss_at > $7 and c.miss_at <= $8
         and c.known_from <= $4 and (c.known_to is null or c.known_to > $4)
       order by c.miss_at) as own
   group by own.slot, own.start_day
  union all
  select 1, c.slot, c.start_day, -count(*)::integer
    from clock as c
   where c.ledger = $1 and c.provisional and c.outcome = 'open' and c.miss_at > $5 and c.miss_at <= $2
     and c.known_from <= $4 and (c.known_to is null or c.known_to > $4)
   group by c.slot, c.start_day
  union all
  select 2, c.slot, c.miss_day, count(*)::integer
    from clock as c
   where c.ledger = $1 and c.own_day and c.miss_day = $3 and c.miss_at <= $2 and c.outcome <> 'gone' and c.kind <> all ($9)
     and c.known_from <= $4 and (c.known_to is null or c.known_to > $4)
   group by c.slot, c.miss_day;
end;

create function held(groups integer[], eights integer[], days integer[], nth integer) returns integer
language sql immutable
return coalesce(groups[nth], 0) + coalesce(eights[nth], 0) + coalesce(days[nth], 0);

-- One row a window and slot that anything counts in: the integers of the cohort (of the kinds a disposal rate reads: of what was
-- received). Windows are pairs of local dates, ends included; null: open. Only `slots` are counted, those with the same of `members`, which
-- are of one kind, under that number; null: all, each by itself.
create function counts(
  ledger text, as_of timestamptz, today date, known_at bigint, anchored boolean, cohort text, kinds text[],
  from_days date[], to_days date[], slots integer[], members integer[])
returns table (
  nth integer, member integer, of_cohort text, kept integer, late integer, overdue integer, pending integer, void integer,
  provisional integer, succeeded integer, failed integer, ratings integer, scores integer)
language sql stable
begin atomic
  with asked as materialized (
    select w.nth::integer as nth, coalesce(w.from_day - date 'epoch' - 1, -2147483648) as after,
           -- One that ends before it begins holds no day.
           greatest(coalesce(w.to_day - date 'epoch', 2147483647), w.from_day - date 'epoch' - 1) as upto
      from unnest($8, $9) with ordinality as w (from_day, to_day, nth)
  ), bound as materialized (
    select array_agg(distinct b.day order by b.day) as days from asked as a cross join unnest(array[a.after, a.upto]) as b (day)
  ), wanted as materialized (
    select k.clock as kind, k.clock_order as nth_kind,
           case when bool_or(m.formula = 'disposal') then 'received' else $6 end as cohort,
           bool_or(m.formula = 'success') as succeeds, bool_or(m.formula = 'satisfaction') as rated
      from clock_kind as k join measure as m using (clock)
     where k.clock = any ($7)
     group by k.clock
  ), since as materialized (
    select t.*, r.received
      from tail($1, $2, $4, $5) as t
      cross join (select coalesce(array_agg(w.kind) filter (where w.cohort = 'received'), '{}') as received from wanted as w) as r
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
  ), day_read as materialized (
    select r.nth_kind, r.axis, r.day, row_number() over () as nth from (select distinct nth_kind, axis, day from reading) as r
  ), vector as materialized (
    -- Concatenated with nothing: taken out of its compression once, not at each place that is read.
    select r.nth_kind, r.axis, r.day, n.groups || '{}'::integer[] as groups, n.eights || '{}'::integer[] as eights,
           n.days || '{}'::integer[] as days
      from since
      cross join (select array_agg((nth_kind * 4 + axis)::integer order by nth) as series, array_agg(day order by nth) as days
                    from day_read) as w
      cross join lateral sealed($1, since.block, w.series, w.days) as n
      join day_read as r on r.nth = n.nth
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
       and ($10 is null or c.slot in (select counted.slot from counted) or c.was_slot in (select counted.slot from counted))
    union all
    select c.kind, c.slot, c.outcome, c.start_at, c.start_day, c.miss_at, c.miss_day, c.provisional, c.close_at, c.close_day, c.success,
           c.score, c.was_slot, c.was_outcome, c.was_start_at, c.was_start_day, c.was_miss_at, c.was_miss_day, c.was_provisional,
           c.was_close_at, c.was_close_day, c.was_success, c.was_score
      from late cross join lateral (
        select * from clock as each
         where each.ledger = $1 and each.late_class = late.class and each.late_class > 0
           and each.known_from > late.after and each.known_from <= late.upto and each.differs_at <= $2
           and ($10 is null or each.slot in (select counted.slot from counted)
                or each.was_slot in (select counted.slot from counted))) as c
  ), turn as (
    -- What each change since the anchor adds, and what the version before it takes away.
    select t.sign, t.slot, t.start_day, t.miss_day, t.close_day, t.sign * (t.kind <> 'rating')::integer as started,
           t.sign * (closed and t.outcome = 'kept')::integer as kept, t.sign * (closed and t.outcome = 'late')::integer as late,
           t.sign * missed::integer as missed, t.sign * (closed and t.outcome = 'void')::integer as void,
           t.sign * (t.provisional and not (missed or closed and t.outcome in ('kept', 'void')))::integer as provisional,
           t.sign * (closed and t.success)::integer as succeeded, t.sign * (closed and not t.success)::integer as failed,
           t.sign * lasts::integer as ratings, t.sign * case when lasts then t.score end as scores
      from (select 1 as sign, c.kind, c.slot, c.outcome, c.start_at, c.start_day, c.miss_at, c.miss_day, c.provisional,
                   c.close_at, c.close_day, c.success, c.score
              from changed as c
             where c.outcome <> 'gone'
            union all
            select -1, c.kind, c.was_slot, c.was_outcome, c.was_start_at, c.was_start_day, c.was_miss_at, c.was_miss_day,
                   c.was_provisional, c.was_close_at, c.was_close_day, c.was_success, c.was_score
              from changed as c
             where c.was_slot is not null) as t
     cross join lateral (
       select coalesce(t.kind <> 'rating' and t.close_at <= $2, false) as closed, coalesce(t.miss_at <= $2, false) as missed,
              t.kind = 'rating' and (t.close_at is null or t.close_at > $2) as lasts) as is_
     where t.start_at <= $2
    union all
    select 1, m.slot, case when m.what < 2 then m.day end, case when m.what = 2 then m.day end, null, 0, 0, 0,
           case when m.what <> 1 then m.n else 0 end, 0, case when m.what = 1 then m.n else 0 end, 0, 0, 0, 0
      from since
      cross join lateral matured(
        $1, $2, $3, since.anchor_upto, since.anchor_at, since.is_far, since.miss_after, since.miss_upto, since.received) as m
  ), moved as materialized (
    -- By the windows' bounds that the days lie behind, which is all that is asked of them.
    select t.slot, at.start, at.miss, at.stop, sum(t.started)::integer as started, sum(t.kept)::integer as kept, sum(t.late)::integer as late,
           sum(t.missed)::integer as missed, sum(t.void)::integer as void, sum(t.provisional)::integer as provisional,
           sum(t.succeeded)::integer as succeeded, sum(t.failed)::integer as failed, sum(t.ratings)::integer as ratings,
           sum(t.scores)::integer as scores
      from turn as t
      cross join bound
      cross join lateral (
        select width_bucket(t.start_day - date 'epoch' - 1, bound.days) as start, width_bucket(t.miss_day - date 'epoch' - 1, bound.days) as miss,
               width_bucket(t.close_day - date 'epoch' - 1, bound.days) as stop) as at
     group by t.slot, at.start, at.miss, at.stop
  ), cell as (
    -- Of what is sealed the counters' order is that of src/mark.ts.
    select r.nth, c.member,
           r.sign * case r.role when 1 then n.c2 when 4 then n.c1 when 5 then n.c1 end as kept,
           r.sign * case r.role when 1 then n.c3 when 3 then n.c2 when 5 then n.c2 end as late,
           r.sign * case r.role when 1 then n.missed - n.c3 when 2 then n.c1 when 3 then -n.c2 end as overdue,
           r.sign * case r.role when 1 then n.c1 - n.c2 - n.c4 - n.missed when 8 then n.c1 when 9 then -n.c1 when 10 then -n.c1 - n.c3 end
             as pending,
           r.sign * case r.role when 1 then n.c4 when 4 then n.c3 when 5 then n.c3 end as void,
           r.sign * case r.role when 1 then n.c6 when 8 then n.c6 end as provisional,
           r.sign * case when r.role in (4, 5, 6) then n.c4 end as succeeded,
           r.sign * case when r.role in (4, 5, 6) then n.c5 end as failed,
           r.sign * case when r.role = 7 then n.c1 end as ratings, r.sign * case when r.role = 7 then n.c2 end as scores,
           case when r.role = 8 then n.c1 end as started
      from reading as r
      join vector as v using (nth_kind, axis, day)
      join counted as c using (nth_kind)
      cross join since
      cross join lateral (select c.place * case r.axis when 0 then 7 when 2 then 5 else 2 end + 1 as first) as at
      cross join lateral (
        select held(v.groups, v.eights, v.days, at.first) as c1, held(v.groups, v.eights, v.days, at.first + 1) as c2,
               held(v.groups, v.eights, v.days, at.first + 2) as c3, held(v.groups, v.eights, v.days, at.first + 3) as c4,
               held(v.groups, v.eights, v.days, at.first + 4) as c5, held(v.groups, v.eights, v.days, at.first + 5) as c6,
               held(v.groups, v.eights, v.days, at.first + case when since.is_far then 6 else 4 end) as missed) as n
    union all
    select a.nth, c.member,
           case c.cohort when 'received' then case when in_.start then m.kept end else case when in_.stop then m.kept end end,
           case c.cohort when 'received' then case when in_.start then m.late end
                         when 'closed' then case when in_.stop then m.late end else case when in_.miss then m.late end end,
           case c.cohort when 'received' then case when in_.start then m.missed - m.late end
                         when 'settled' then case when in_.miss then m.missed - m.late end end,
           case when c.cohort = 'received' and in_.start then m.started - m.kept - m.void - m.missed end,
           case c.cohort when 'received' then case when in_.start then m.void end else case when in_.stop then m.void end end,
           case when c.cohort = 'received' and in_.start then m.provisional end,
           case when in_.stop and (c.cohort <> 'received' or c.succeeds) then m.succeeded end,
           case when in_.stop and (c.cohort <> 'received' or c.succeeds) then m.failed end,
           case when in_.start and c.rated then m.ratings end, case when in_.start and c.rated then m.scores end, null
      from moved as m
      join counted as c using (slot)
      cross join (select a.nth, width_bucket(a.after, bound.days) as first, width_bucket(a.upto, bound.days) as last from asked as a, bound) as a
      cross join lateral (
        select m.start >= a.first and m.start < a.last as start, m.miss >= a.first and m.miss < a.last as miss,
               m.stop >= a.first and m.stop < a.last as stop) as in_
     where in_.start or in_.miss or in_.stop
    union all
    -- What is open at T is so whatever the window.
    select 0, c.member, null, null, null, m.started - m.missed - m.kept - m.void, null, m.provisional, null, null, null, null, m.started
      from moved as m
      join counted as c using (slot)
     where c.cohort = 'settled'
  ), summed as materialized (
    select c.nth, c.member, sum(c.kept) as kept, sum(c.late) as late, sum(c.overdue) as overdue, sum(c.pending) as pending,
           sum(c.void) as void, sum(c.provisional) as provisional, sum(c.succeeded) as succeeded, sum(c.failed) as failed,
           sum(c.ratings) as ratings, sum(c.scores) as scores, sum(c.started) as started
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
