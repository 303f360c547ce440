-- The reference known at a position (domain.md, 4): units, national figures and calendars, straight from their events, which are few.

-- The reference events that stand: without the retracted ones. `nth` is their order by (time, source, id).
create function reference(ledger text, known_at bigint) returns table (nth bigint, type text, data jsonb)
language sql stable
begin atomic
  select row_number() over (order by e.occurred_at, e.source, e.event_id), e.type, e.body::jsonb -> 'data'
    from unnest('{calendar,unit,comparator}'::text[]) as wanted (kind)
    cross join lateral (
      -- Ordered by the index on (kind, subject, position), so that no planner walks the whole ledger for a few events.
      select * from ledger.event as each
       where each.ledger = $1 and each.kind = wanted.kind and each.position <= $2
       order by each.subject, each.position) as e
    left join lateral (
      select true as gone from ledger.event as each
       where each.ledger = $1 and each.kind = 'record' and each.subject = e.subject and each.position <= $2
         and each.type = 'io.anshi.record.retracted.v1'
         and each.body::jsonb #>> '{data,source}' = e.source and each.body::jsonb #>> '{data,id}' = e.event_id
       order by each.position limit 1) as retraction on true
   where retraction.gone is null;
end;

-- Registered units and the root, each with the units above it (itself first). A unit without a registered parent hangs under the
-- root, and so does each member of a circle by itself.
create function unit_path(ledger text, known_at bigint) returns table (unit text, unit_name text, upward text[])
language sql stable
begin atomic
  with recursive last as materialized (
    select distinct on (e.data ->> 'id') e.data ->> 'id' as unit, e.data ->> 'name' as unit_name, e.data ->> 'parent' as parent
      from reference($1, $2) as e where e.type = 'io.anshi.unit.registered.v1'
     order by e.data ->> 'id', e.nth desc
  ), above as materialized (
    select own.unit, coalesce(parent.unit, $1) as parent from last as own left join last as parent on parent.unit = own.parent
  ), climb as (
    select last.unit, last.unit as at, array[last.unit] as path from last
    union all
    select c.unit, next.at, next.path
      from climb as c
      join above as a on a.unit = c.at
      cross join lateral (
        select case when a.parent = any (c.path) then $1 else a.parent end as at,
               case when a.parent = c.unit then array[c.unit, $1]
                    when a.parent = any (c.path) then c.path[:array_position(c.path, a.parent)] || $1
                    else c.path || a.parent end as path) as next
     where c.at <> $1
  )
  select last.unit, last.unit_name, climb.path from last join climb using (unit) where climb.at = $1
  union all
  select $1, null, array[$1] where not exists (select from last where last.unit = $1);
end;

-- The national figures that hold on a day: of those of a measure whose period began by then, the one that began last; the shorter period
-- where two began on one day.
create function comparators(ledger text, known_at bigint, days date[])
returns table (day date, measure text, value numeric, period text, basis text)
language sql stable
begin atomic
  with published as (
    select e.data, min(e.nth) over own as first, row_number() over (own order by e.nth desc) as newest
      from reference($1, $2) as e where e.type = 'io.anshi.comparator.published.v1'
    window own as (partition by e.data ->> 'measure', e.data ->> 'period')
  ), known as materialized (
    select p.data ->> 'measure' as measure, (p.data ->> 'value')::numeric as value, p.data ->> 'period' as period,
           p.data ->> 'basis' as basis, p.first, span.*
      from published as p
      cross join lateral (
        select regexp_match(p.data ->> 'period', '^(\d{4})(?:-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?(?:/.*)?$') as part) as parsed
      cross join lateral (
        select case when part is null then 2147483647 when part[2] is null then 12 when part[2] like 'Q%' then 3
                    when part[2] like 'H%' then 6 else 1 end as months) as length
      cross join lateral (
        select length.months,
               case when part is null then '-infinity'
                    -- The year 0000 is that before the year 1.
                    else make_date(coalesce(nullif(part[1]::integer, 0), -1),
                                   coalesce((ltrim(part[2], 'QH')::integer - 1) * length.months, 0) + 1, 1) end as starts) as span
     where p.newest = 1
  )
  select distinct on (d.day, k.measure) d.day, k.measure, k.value, k.period, k.basis
    from (select distinct each.day from unnest($3) as each (day)) as d
    join known as k on k.starts <= d.day
   order by d.day, k.measure, k.starts desc, k.months, k.first;
end;

-- The days of the arrangements known, and whether they are worked on; one event replaces its whole year.
create function arranged(ledger text, known_at bigint) returns table (day date, works boolean)
language sql stable
begin atomic
  with published as materialized (
    select distinct on (e.data ->> 'year') (e.data ->> 'year')::integer as year, e.data
      from reference($1, $2) as e where e.type = 'io.anshi.calendar.published.v1'
     order by e.data ->> 'year', e.nth desc
  )
  select h.day, h.works from holiday as h where h.year not in (select p.year from published as p)
  union all
  -- A day that is in both lists is worked on.
  select each.day::date, bool_or(each.works)
    from published as p
    cross join lateral (
      select d as day, false as works from jsonb_array_elements_text(p.data -> 'off') as d
      union all
      select d, true from jsonb_array_elements_text(p.data -> 'work') as d) as each
   group by each.day;
end;

-- The n-th working day after a day; the day itself for n = 0.
create function working_day_after(ledger text, day date, n integer, known_at bigint) returns date
language sql stable
begin atomic
  select case when $3 = 0 then $2
              else (select each.day
                      from (select $2 + nth as day from generate_series(1, $3 * 2 + 400) as nth) as each
                      left join arranged($1, $4) as a using (day)
                     where coalesce(a.works, extract(isodow from each.day) < 6)
                     order by each.day offset $3 - 1 limit 1) end;
end;

-- How many days Monday to Friday there are from 1970-01-05, a Monday, to a day.
create function weekdays_to(day date) returns integer
language sql immutable
return 5 * floor((day - date '1970-01-05') / 7.0)::integer
       + least((((day - date '1970-01-05') % 7 + 7) % 7) + 1, 5);

create function time_zone_of(ledger text) returns text
language sql stable
begin atomic
  select coalesce((select c.time_zone from checkpoint as c where c.ledger = $1), 'UTC');
end;

-- The local date of an instant in the ledger's time zone.
create function local_day(ledger text, instant timestamptz) returns date
language sql stable
return ($2 at time zone time_zone_of($1))::date;
