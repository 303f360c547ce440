-- What auditors ask: boards that were published, beside what they are when computed again, and seals.

create function publications(ledger text)
returns table (
  publication text, period text, period_kind text, edition integer, from_day date, to_day date, as_of timestamptz, known_at bigint,
  cohort text, rule_set text, time_zone text, small_sample integer, figures integer, "position" bigint, published_at timestamptz)
language sql stable security definer
begin atomic
  select e.subject, d.data #>> '{period,name}', d.data #>> '{period,kind}', (d.data ->> 'edition')::integer,
         (d.data #>> '{period,from}')::date, (d.data #>> '{period,to}')::date, (d.data ->> 'asOf')::timestamptz,
         (d.data ->> 'knownAt')::bigint, d.data ->> 'cohort', d.data ->> 'ruleSet', d.data ->> 'zone',
         (d.data ->> 'smallSample')::integer, (d.data ->> 'figures')::integer, e.position, e.recorded_at
    from (select * from ledger.event as each
           where each.ledger = $1 and each.kind = 'board' and each.type = 'io.anshi.board.published.v1'
           order by each.subject, each.position) as e
    cross join lateral (select e.body::jsonb -> 'data' as data) as d
   order by e.position;
end;

-- A figure that only one of the two has is not the same.
create function published(ledger text, publication text)
returns table (
  measure text, measure_name text, measure_order integer, unit text, unit_name text, value_text text, numerator bigint, counted bigint,
  met_text text, late_budget bigint, recomputed_text text, recomputed_numerator bigint, recomputed_counted bigint,
  recomputed_met_text text, recomputed_late_budget bigint, same boolean, same_text text, "position" bigint)
language sql stable security definer
set plan_cache_mode = force_generic_plan set jit = off set max_parallel_workers_per_gather = 0
begin atomic
  with own as materialized (
    select p.* from publications($1) as p where p.publication = $2
  ), told as materialized (
    select e.position, f.*, f.kept is not null as there
      from (select * from ledger.event as each
             where each.ledger = $1 and each.kind = 'figures' and each.subject = $2
               and each.type = 'io.anshi.figures.published.v1'
             order by each.subject, each.position) as e
      cross join lateral jsonb_to_recordset(e.body::jsonb #> '{data,figures}') as f (
        measure text, unit text, "unitName" text, kept bigint, late bigint, overdue bigint, pending bigint, void bigint, counted bigint,
        numerator bigint, "rateText" text, met boolean, "lateBudget" bigint, unclassified bigint, provisional bigint, parked bigint)
  ), anew as materialized (
    select f.*
      from own
      cross join lateral figures_in($1, own.as_of, own.known_at, array[own.from_day], array[own.to_day], own.cohort, null, null,
                                    own.small_sample) as f
  )
  select m.measure, m.measure_name, m.measure_order, coalesce(t.unit, a.unit), coalesce(t."unitName", a.unit_name), said.value_text, t.numerator, t.counted,
         case when t.counted = 0 then '无数据' when t.met then '达标' when not t.met then '未达标' when t.there then '无标准' end, t."lateBudget",
         a.value_text, a.numerator, a.counted, a.met_text, a.late_budget, is_.same, case when is_.same then '一致' else '不符' end, t.position
    from told as t
    full join anew as a on a.measure = t.measure and a.unit = t.unit
    join measure as m on m.measure = coalesce(t.measure, a.measure)
    cross join lateral (
      select case when not t.there then null when t.counted = 0 then '无数据' when t."rateText" is not null then t."rateText" || '%'
                  else trunc(div(t.numerator * 100::numeric, t.counted) / 100, 2)::text end as value_text) as said
    cross join lateral (
      select (t.kept, t.late, t.overdue, t.pending, t.void, t.counted, t.numerator, t.met, t."lateBudget", t.unclassified, t.provisional, t.parked)
             is not distinct from
             (a.kept, a.late, a.overdue, a.pending, a.void, a.counted, a.numerator, a.met, a.late_budget, a.unclassified, a.provisional, a.parked)
             as same) as is_
   order by m.measure_order, coalesce(t.unit, a.unit) <> $1, coalesce(t.unit, a.unit) collate "C";
end;

-- The seals of a ledger's head, as they say it themselves: to be held against those kept elsewhere.
create function seals(ledger text)
returns table (number bigint, "position" bigint, sealed_at timestamptz, count bigint, root text, chain_hash text, key text, signature text)
language sql stable security definer
begin atomic
  select s.number, s.position, (t.seal ->> 'sealedAt')::timestamptz, (t.seal ->> 'count')::bigint, t.seal ->> 'root',
         t.seal ->> 'chainHash', t.seal ->> 'key', translate(rtrim(encode(s.signature, 'base64'), '='), '+/' || chr(10), '-_')
    from ledger.seal as s
    cross join lateral (select s.text::jsonb as seal) as t
   where s.ledger = $1
   order by s.number;
end;
