-- What dashboards may ask: docs/board-sql.md tells of each. They run as their owner, so that their callers need no right to any table,
-- and are written as bodies, whose names were looked up when they were made: the caller's search path plays no part, and
-- a board that is built under another name takes its own along.

create function figures(
  ledger text, as_of timestamptz default now(), known_at bigint default null, from_day date default null, to_day date default null,
  cohort text default 'settled', measures text[] default null, units text[] default null, small_sample integer default 20)
returns setof figure
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from figures_in($1, $2, $3, array[$4], array[$5], $6, $7, $8, $9);
end;

create function figures_by_month(
  ledger text, from_day date default null, to_day date default null, as_of timestamptz default now(), known_at bigint default null,
  cohort text default 'settled', measures text[] default null, units text[] default null, small_sample integer default 20)
returns setof figure
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  with asked as (
    select array_agg(month::date order by month) as firsts,
           array_agg((month + interval '1 month' - interval '1 day')::date order by month) as lasts
      from (select local_day($1, $4) as today) as day,
           generate_series(date_trunc('month', coalesce($2, day.today - interval '11 months')),
                           least(coalesce($3, day.today), day.today)::timestamp, interval '1 month') as month
  )
  select f.* from asked, figures_in($1, $4, $5, asked.firsts, asked.lasts, $6, $7, $8, $9) as f;
end;

create function trend(
  ledger text, from_day date default null, to_day date default null, span integer default 30, step integer default null,
  as_of timestamptz default now(), known_at bigint default null, cohort text default 'settled', measures text[] default null,
  units text[] default null, small_sample integer default 20)
returns setof figure
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  with asked as (
    select array_agg(coalesce(own.day - $4 + 1, bounds.first) order by own.day) as firsts, array_agg(own.day order by own.day) as lasts
      from (select coalesce($2, day.today - 89) as first, least(coalesce($3, day.today), day.today) as last
              from (select local_day($1, $6) as today) as day) as bounds
      cross join lateral (
        -- From the last day backwards: the latest is always there. No chart shows more than a hundred and some points apart.
        select bounds.last - n as day
          from generate_series(0, bounds.last - bounds.first,
                               greatest($5, case when $5 is null then (bounds.last - bounds.first) / 120 + 1 end, 1)) as n) as own
  )
  select f.* from asked, figures_in($1, $6, $7, asked.firsts, asked.lasts, $8, $9, $10, $11) as f;
end;

-- The columns of a figure, and what it is among its siblings.
create view ranked_figure as
  select (null::figure).*, null::bigint as rank, null::bigint as ranked where false;

create function ranking(
  ledger text, parent text default null, as_of timestamptz default now(), known_at bigint default null, from_day date default null,
  to_day date default null, cohort text default 'settled', measures text[] default null, small_sample integer default 20)
returns setof ranked_figure
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select f.*,
         case when not f.is_small_sample and f.value is not null
              then rank() over (partition by f.measure, f.is_small_sample or f.value is null order by f.value desc) end as rank,
         count(*) filter (where not f.is_small_sample and f.value is not null) over (partition by f.measure) as ranked
    from figures_in($1, $3, $4, array[$5], array[$6], $7, $8, null, $9) as f
   where f.parent = coalesce($2, $1)
   order by f.measure_order, rank nulls last, f.unit collate "C";
end;

create function changes(
  ledger text, before bigint, after bigint default null, as_of timestamptz default now(), from_day date default null,
  to_day date default null, cohort text default 'settled', measures text[] default null, units text[] default null)
returns table (
  measure text, measure_name text, measure_order integer, unit text, unit_name text,
  kept_before bigint, kept_after bigint, late_before bigint, late_after bigint, overdue_before bigint, overdue_after bigint,
  pending_before bigint, pending_after bigint, void_before bigint, void_after bigint, counted_before bigint, counted_after bigint,
  numerator_before bigint, numerator_after bigint, rate_before numeric, rate_after numeric, value_text_before text, value_text_after text,
  met_text_before text, met_text_after text, late_budget_before bigint, late_budget_after bigint,
  unclassified_before bigint, unclassified_after bigint)
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select coalesce(n.measure, o.measure), coalesce(n.measure_name, o.measure_name), coalesce(n.measure_order, o.measure_order),
         coalesce(n.unit, o.unit), coalesce(n.unit_name, o.unit_name),
         o.kept, n.kept, o.late, n.late, o.overdue, n.overdue, o.pending, n.pending, o.void, n.void, o.counted, n.counted,
         o.numerator, n.numerator, o.rate, n.rate, o.value_text, n.value_text, o.met_text, n.met_text, o.late_budget, n.late_budget,
         o.unclassified, n.unclassified
    from figures_in($1, $4, $2, array[$5], array[$6], $7, $8, $9, 20) as o
    full join figures_in($1, $4, $3, array[$5], array[$6], $7, $8, $9, 20) as n on n.measure = o.measure and n.unit = o.unit
   where (o.kept, o.late, o.overdue, o.pending, o.void, o.counted, o.numerator, o.value_text, o.met_text, o.late_budget, o.unclassified)
         is distinct from
         (n.kept, n.late, n.overdue, n.pending, n.void, n.counted, n.numerator, n.value_text, n.met_text, n.late_budget, n.unclassified)
   order by 3, coalesce(n.unit, o.unit) <> $1, coalesce(n.unit, o.unit) collate "C";
end;

create function position_at(ledger text, instant timestamptz) returns bigint
language sql stable security definer
begin atomic
  select coalesce((select b.last_position from ledger.batch as b
                    where b.ledger = $1 and b.recorded_at <= $2 order by b.recorded_at desc, b.number desc limit 1), 0);
end;

create function instant_of(ledger text, said text) returns timestamptz
language sql stable security definer
begin atomic
  select case when trim($2) in ('', 'now') then now()
              when trim($2) ~ ':\d\d.*([zZ]|[+-]\d\d(:?\d\d)?)$' then trim($2)::timestamptz
              else trim($2)::timestamp at time zone time_zone_of($1) end;
end;

create function position_of(ledger text, said text) returns bigint
language sql stable security definer
begin atomic
  select case when trim($2) = '' then null when trim($2) ~ '^\d{1,18}$' then trim($2)::bigint
              else position_at($1, instant_of($1, $2)) end;
end;

create function near_due(
  ledger text, within integer default 5, as_of timestamptz default now(), known_at bigint default null, units text[] default null,
  clocks text[] default null, row_limit integer default 200)
returns setof listed_clock
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from work_list($1, $3, $4, 'near-due', $5, $6, $2, null, null, null, false, $7);
end;

create function overdue(
  ledger text, as_of timestamptz default now(), known_at bigint default null, units text[] default null, clocks text[] default null,
  row_limit integer default 200)
returns setof listed_clock
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from work_list($1, $2, $3, 'overdue', $4, $5, null, null, null, null, false, $6);
end;

create function late(
  ledger text, as_of timestamptz default now(), known_at bigint default null, units text[] default null, clocks text[] default null,
  from_day date default null, to_day date default null, row_limit integer default 200)
returns setof listed_clock
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from work_list($1, $2, $3, 'late', $4, $5, null, null, coalesce($6, least($7, local_day($1, $2)) - 29), $7, true, $8);
end;

create function ended(
  ledger text, as_of timestamptz default now(), known_at bigint default null, units text[] default null, clocks text[] default null,
  from_day date default null, to_day date default null, row_limit integer default 200)
returns setof listed_clock
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from work_list($1, $2, $3, 'ended', $4, $5, null, null, coalesce($6, least($7, local_day($1, $2)) - 29), $7, true, $8);
end;

create function unclassified(
  ledger text, as_of timestamptz default now(), known_at bigint default null, units text[] default null, clocks text[] default null,
  row_limit integer default 200)
returns setof listed_clock
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from work_list($1, $2, $3, 'unclassified', $4, $5, null, null, null, null, false, $6);
end;

create function suspended(
  ledger text, over integer default 30, as_of timestamptz default now(), known_at bigint default null, units text[] default null,
  clocks text[] default null, row_limit integer default 200)
returns setof listed_clock
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  select * from work_list($1, $3, $4, 'suspended', $5, $6, null, $2, null, null, false, $7);
end;

create function parked(ledger text, known_at bigint default null, row_limit integer default 200)
returns table (kind text, subject text, since bigint, reason text)
language sql stable security definer
begin atomic
  select p.kind, p.subject, p.known_from, p.reason
    from parked as p
   where p.ledger = $1 and p.known_from <= known($2, (select c.position from checkpoint as c where c.ledger = $1))
   order by p.known_from, p.kind, p.subject
   limit least($3, 1000);
end;

create function near_due_counts(
  ledger text, within integer default 5, as_of timestamptz default now(), measures text[] default null, units text[] default null)
returns table (measure text, measure_name text, measure_order integer, unit text, unit_name text, near bigint)
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  with paths as materialized (
    select p.* from unit_path($1, (select c.position from checkpoint as c where c.ledger = $1)) as p
  ), near as materialized (
    select own.slot, count(*) as n
      from clock_kind as k
      cross join lateral (
        select l.slot, l.due_day from live as l
         where l.ledger = $1 and l.kind = k.clock and l.open and l.start_at <= $3 and l.miss_at > $3
         order by l.miss_at) as own
     where own.due_day <= (select working_day_after($1, local_day($1, $3), $2, (select p.position from checkpoint as p where p.ledger = $1)))
     group by own.slot
  ), total as (
    select m.measure, u.unit, sum(near.n) as n
      from near
      join slot as s using (slot)
      join measure as m on m.clock = s.kind and (s.online or not m.online_only)
                       and (m.origins is null or s.origin = any (m.origins))
      left join paths on paths.unit = s.unit
      cross join unnest(coalesce(paths.upward, array[s.unit, $1])) as u (unit)
     group by m.measure, u.unit
  )
  select m.measure, m.measure_name, m.measure_order, p.unit, p.unit_name, coalesce(t.n, 0)
    from measure as m
    cross join paths as p
    left join total as t on t.measure = m.measure and t.unit = p.unit
   where ($4 is null or m.measure = any ($4)) and ($5 is null or p.unit = any ($5))
   order by m.measure_order, p.unit <> $1, p.unit collate "C";
end;

create function units(ledger text, known_at bigint default null)
returns table (unit text, unit_name text, parent text, depth integer, path text[], label text)
language sql stable security definer
begin atomic
  select p.unit, p.unit_name, p.upward[2], cardinality(p.upward) - 1, path.down, concat_ws(' ', p.unit_name, p.unit)
    from unit_path($1, known($2, (select c.position from checkpoint as c where c.ledger = $1))) as p
    cross join lateral (select array_agg(each.unit order by each.nth desc) as down
                          from unnest(p.upward) with ordinality as each (unit, nth)) as path
   order by path.down;
end;

create function working_day(ledger text, day date, known_at bigint default null) returns boolean
language sql stable security definer
begin atomic
  select coalesce((select a.works from arranged($1, known($3, (select c.position from checkpoint as c where c.ledger = $1))) as a
                    where a.day = $2), extract(isodow from $2) < 6);
end;

create function working_days_after(ledger text, day date, n integer, known_at bigint default null) returns date
language sql stable security definer
begin atomic
  select working_day_after($1, $2, $3, known($4, (select c.position from checkpoint as c where c.ledger = $1)));
end;

create view standing as
  select c.ledger, c.position,
         case when c.position = head.last_position then head.recorded_at
              else (select e.recorded_at from ledger.event as e where e.ledger = c.ledger and e.position = c.position) end as recorded_at,
         head.last_position as head, head.recorded_at as head_recorded_at, head.last_position - c.position as lag,
         c.rule_set, c.time_zone, built.version, built.built_at,
         coalesce(c.position < mark.position, false) as rebuilding, mark.position as rebuilt_to,
         (select count(*) from anchor as a where a.ledger = c.ledger) as anchors,
         (select count(*) from parked as p where p.ledger = c.ledger) as parked,
         (select count(*) from live as l where l.ledger = c.ledger and l.open and l.provisional) as provisional_open
    from checkpoint as c
    cross join projection as built
    left join mark using (ledger)
    left join lateral (select b.last_position, b.recorded_at from ledger.batch as b
                        where b.ledger = c.ledger order by b.number desc limit 1) as head on true;

create function throughput(ledger text, from_time timestamptz default now() - interval '1 day', to_time timestamptz default now())
returns table (hour timestamptz, events bigint, batches bigint)
language sql stable security definer
begin atomic
  select hours.hour, coalesce(sum(b.last_position - b.first_position + 1), 0)::bigint, count(b.number)
    from generate_series(date_trunc('hour', $2), $3, interval '1 hour') as hours (hour)
    left join (select * from ledger.batch as own where own.ledger = $1 and own.recorded_at between $2 and $3) as b
           on date_trunc('hour', b.recorded_at) = hours.hour
   group by hours.hour
   order by hours.hour;
end;

create function rejections(ledger text, from_time timestamptz default now() - interval '30 days', to_time timestamptz default now())
returns table (day date, door text, code text, rejected bigint, open bigint)
language sql stable security definer
begin atomic
  select (r.received_at at time zone time_zone_of($1))::date, r.door, r.code, count(*), count(kept.number)
    from ledger.rejection as r
    left join quarantine.payload as kept on kept.ledger = r.ledger and kept.number = r.number
   where r.ledger = $1 and r.received_at between $2 and $3
   group by 1, 2, 3
   order by 1, 2, 3;
end;
