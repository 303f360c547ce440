-- Figures: what packages/domain/src/measure says of counts, in SQL; a property test holds the two together.

-- The position asked, or as far as the board has come. What lies beyond is refused: it would be answered with less than was asked for.
create function known(asked bigint, reached bigint) returns bigint
language plpgsql immutable
as $$
begin
  if asked > coalesce(reached, 0) then
    raise exception 'the board has come to position %, not yet to %', coalesce(reached, 0), asked using errcode = 'AN001';
  end if;
  return coalesce(asked, reached, 0);
end
$$;

create function cohort_named(name text) returns text
language plpgsql immutable
as $$
begin
  if name in ('settled', 'received', 'closed') then
    return name;
  end if;
  raise exception 'cohort: %, but it is settled, received or closed', name using errcode = 'invalid_parameter_value';
end
$$;

-- Each column is told of in docs/board-sql.md.
create type figure as (
  day date, month date, from_day date, to_day date,
  measure text, measure_name text, measure_english text, measure_order integer, formula text,
  unit text, unit_name text, parent text, depth integer, cohort text,
  kept bigint, late bigint, overdue bigint, pending bigint, void bigint, counted bigint, denominator bigint, numerator bigint,
  rate numeric, rate_text text, value numeric, value_text text, threshold numeric, operator text, met boolean, met_text text,
  alert boolean, earned boolean, late_budget bigint, is_small_sample boolean, unclassified bigint, provisional bigint, parked bigint,
  comparator numeric, comparator_period text, comparator_basis text, as_of timestamptz, known_at bigint, rebuilding boolean);

-- Rows of every (window, measure, unit).
create function figures_in(
  ledger text, as_of timestamptz, known_at bigint, from_days date[], to_days date[], cohort text, measures text[], units text[],
  small_sample integer)
returns setof figure
language sql stable
begin atomic
  with standing as materialized (
    select known($3, (select c.position from checkpoint as c where c.ledger = $1)) as known_at,
           local_day($1, $2) as today,
           coalesce((select m.position from mark as m where m.ledger = $1), 0)
             > coalesce((select c.position from checkpoint as c where c.ledger = $1), 0) as rebuilding
  ), asked as materialized (
    select w.nth::integer as nth, w.from_day, w.to_day, least(w.to_day, standing.today) as last_day
      from unnest($4, $5) with ordinality as w (from_day, to_day, nth), standing
  ), chosen as materialized (
    select m.*, case m.formula when 'disposal' then 'received' else cohort_named($6) end as cohort
      from measure as m where $7 is null or m.measure = any ($7)
  ), registered as materialized (
    select p.* from unit_path($1, (select standing.known_at from standing)) as p
  ), placed as materialized (
    -- Slots that any measure asked may count, with the units above them that are asked for.
    select s.slot, s.kind, s.online, s.origin, s.unit, up.upward, up.upward && $8 or $8 is null as shown,
           case when $8 is null then up.upward else array(select u from unnest(up.upward) as u where u = any ($8)) end as units
      from slot as s
      left join registered as r using (unit)
      cross join lateral (select coalesce(r.upward, array[s.unit, $1]) as upward) as up
     where s.ledger = $1 and s.place is not null and s.kind in (select chosen.clock from chosen)
  ), grouped as materialized (
    -- Slots that no figure asked tells apart are counted together.
    select min(p.slot) over same as member, p.*
      from placed as p where p.shown
    window same as (partition by p.kind, p.online, p.origin, p.units)
  ), counted as materialized (
    select c.* from counts(
      $1, $2, (select standing.today from standing), (select standing.known_at from standing), true, $6,
      (select array_agg(distinct chosen.clock) from chosen), $4, $5,
      (select array_agg(g.slot) from grouped as g), (select array_agg(g.member) from grouped as g)) as c
  ), shown as materialized (
    select r.unit, r.unit_name, r.upward from registered as r where $8 is null or r.unit = any ($8)
    union all
    select met.unit, '未登记单位', array[met.unit, $1]
      from (select unnest($8) as unit
            union
            select g.unit from grouped as g where $8 is null and g.member in (select c.member from counted as c)) as met
     where met.unit not in (select r.unit from registered as r)
  ), total as materialized (
    select c.nth, m.measure, u.unit,
           sum(c.kept) filter (where b.belongs) as kept, sum(c.late) filter (where b.belongs) as late,
           sum(c.overdue) filter (where b.belongs) as overdue, sum(c.pending) filter (where b.belongs) as pending,
           sum(c.void) filter (where b.belongs) as void, sum(c.provisional) filter (where b.belongs) as provisional,
           sum(c.succeeded) filter (where b.belongs) as succeeded, sum(c.failed) filter (where b.belongs) as failed,
           sum(c.ratings) filter (where b.belongs) as ratings, sum(c.scores) filter (where b.belongs) as scores,
           sum(c.kept + c.late + c.overdue + c.pending) filter (where not b.belongs) as unclassified
      from counted as c
      join (select distinct on (g.member) g.* from grouped as g order by g.member) as g using (member)
      join chosen as m on m.clock = g.kind
      cross join lateral (
        select not m.online_only or g.online as online, m.origins is null or g.origin = any (m.origins) as origin) as of_
      cross join lateral (select (of_.online and of_.origin) is true as belongs) as b
      cross join unnest(g.units) as u (unit)
     where of_.online is not false and of_.origin is not false
     group by c.nth, m.measure, u.unit
  ), figure as (
    select a.nth, a.from_day, a.to_day, a.last_day, m.*, u.unit, u.unit_name, u.upward,
           coalesce(t.kept, 0) as kept, coalesce(t.late, 0) as late, coalesce(t.overdue, 0) as overdue,
           coalesce(t.pending, 0) as pending, coalesce(t.void, 0) as void, coalesce(t.unclassified, 0) as unclassified,
           coalesce(t.provisional, 0) as provisional, f.numerator, f.counted,
           k.value as comparator, k.period as comparator_period, k.basis as comparator_basis, coalesce(m.threshold, k.value) as line
      from asked as a
      cross join chosen as m
      cross join shown as u
      left join total as t on t.nth = a.nth and t.measure = m.measure and t.unit = u.unit
      left join comparators($1, (select standing.known_at from standing), (select array_agg(asked.last_day) from asked)) as k
             on k.measure = m.measure and k.day = a.last_day
      cross join lateral (
        select coalesce(case m.formula when 'on-time' then t.kept when 'completion' then (t.kept + t.late) * open_.n
                                       when 'disposal' then t.kept + t.late when 'success' then t.succeeded else t.scores end, 0)
                 as numerator,
               coalesce(case m.formula when 'on-time' then t.kept + t.late + t.overdue
                                       when 'completion' then (t.kept + t.late + t.overdue) * open_.n
                                       when 'disposal' then t.kept + t.late + t.overdue + t.pending
                                       when 'success' then t.succeeded + t.failed else t.ratings end, 0) as counted
          -- Of what was stopped everything is completed: the closed cohort says nothing of completion.
          from (select case m.cohort when 'closed' then 0 else 1 end as n) as open_) as f
  )
  select f.last_day, date_trunc('month', f.from_day)::date, f.from_day, f.to_day, f.measure, f.measure_name, f.measure_english, f.measure_order, f.formula,
         f.unit, f.unit_name, f.upward[2], cardinality(f.upward) - 1, f.cohort,
         f.kept, f.late, f.overdue, f.pending, f.void, f.counted, f.counted, f.numerator,
         case when is_.rated then said.value end, case when is_.rated then said.cut end, said.value,
         case when not is_.data then '无数据' when is_.rated then said.cut || '%' else said.cut end,
         f.line, case when f.line is not null then '>=' end, is_.met,
         case when not is_.data then '无数据' when is_.met then '达标' when not is_.met then '未达标' else '无标准' end,
         case when not standing.rebuilding and is_.met is not null then not is_.met and not is_.small end,
         case when is_.data then case when f.scored = '>=' then is_.met else f.numerator > f.line * f.counted end end,
         case when is_.data and is_.rated then floor((1 - f.line) * f.counted)::bigint - (f.counted - f.numerator) end,
         is_.small, f.unclassified, f.provisional,
         case when f.unit = $1 then coalesce(parked.n, 0) else 0 end,
         f.comparator, f.comparator_period, f.comparator_basis, $2, standing.known_at, standing.rebuilding
    from figure as f
    cross join standing
    left join (select p.kind, count(*) as n from parked as p
                where p.ledger = $1 and p.known_from <= (select standing.known_at from standing)
                group by p.kind) as parked on parked.kind = split_part(f.clock, '.', 1)
    cross join lateral (
      select f.counted > 0 as data, f.counted < $9 as small, f.formula <> 'satisfaction' as rated,
             case when f.counted > 0 then f.numerator >= f.line * f.counted end as met) as is_
    cross join lateral (
      -- In hundredths, cut towards failure: 94.996 is said as 94.99.
      select case when is_.data then f.numerator::numeric / f.counted end as value,
             case when is_.data then div(f.numerator::numeric * case when is_.rated then 10000 else 100 end, f.counted) end as hundredths)
      as cut
    cross join lateral (
      select cut.value, div(cut.hundredths, 100) || '.' || lpad(mod(cut.hundredths, 100)::text, 2, '0') as cut) as said
   order by f.nth, f.measure_order, f.unit <> $1, f.unit collate "C";
end;
