-- Lists of clocks at (T, P), those that lapse first first. GET /v1/cases and the dashboards' functions ask the same.

-- Whether all that is asked is what is open now: P is the checkpoint, and no fact known lies after T.
create function is_now(ledger text, as_of timestamptz, known_at bigint) returns boolean
language sql stable
return coalesce((
  select c.position = $3 and coalesce(last.at <= $2, true) and coalesce(since.at <= $2, true)
    from checkpoint as c
    left join lateral (select a.upto, a.at from anchor as a where a.ledger = $1 order by a.block desc limit 1) as last on true
    -- Between two positions, so that no planner takes them for many.
    left join lateral (select max(greatest(k.start_at, k.close_at)) as at from clock as k
                        where k.ledger = $1 and k.known_from > coalesce(last.upto, 0) and k.known_from <= c.position) as since on true
   where c.ledger = $1), false);

-- Clocks in a state as they stood: `pending`, `overdue`, `late`, `kept`, `void`, or `near-due` (pending and due by `near_by`), `ended` (after
-- the lapse, by something other than the act), `unclassified`, `suspended` (since `suspended_by` or before), `unregistered` (its unit is none of
-- `registered`). `missed_from` and `missed_to` bound the day of the miss. A page begins after (`after_lapse`, `after_started_by`, `after_clock`).
create function listed(
  ledger text, as_of timestamptz, known_at bigint, in_state text, units text[], clocks text[], near_by date, suspended_by date,
  registered text[], missed_from date, missed_to date, after_lapse timestamptz, after_started_by bigint, after_clock text,
  row_limit integer)
returns table (
  clock text, started_by bigint, subject text, unit text, online boolean, origin text, state text, open boolean, started_at timestamptz,
  due date, lapse_at timestamptz, suspended_since date, closed_at timestamptz, closed_by text, provisional boolean,
  disordered boolean, late_extension boolean, lapse_key timestamptz)
language sql stable
begin atomic
  with moment as materialized (
    select is_now($1, $2, $3) as now
  ), own as (
    -- By the index, kind by kind: the order shows the planner that it fits.
    select own.*
      from unnest($6) as asked (kind)
      cross join lateral (
        (select * from live as l
          where l.ledger = $1 and l.kind = asked.kind and l.open and l.start_at <= $2
            and $4 = 'pending' and (select moment.now from moment)
            and l.miss_at > $2 and (l.miss_at, l.started_by) > ($12, $13)
            and ($5 is null or l.slot in (select s.slot from slot as s where s.unit = any ($5)))
          order by l.miss_at, l.started_by limit $15)
        union all
        (select * from live as l
          where l.ledger = $1 and l.kind = asked.kind and l.open and l.start_at <= $2
            and $4 = 'pending' and (select moment.now from moment) and l.miss_at is null
          order by l.miss_at)
        union all
        (select * from live as l
          where l.ledger = $1 and l.kind = asked.kind and l.open and l.start_at <= $2
            and $4 = 'near-due' and (select moment.now from moment) and l.miss_at > $2
            and (l.due_day <= $7 or l.stepped)
          order by l.miss_at)
        union all
        (select * from live as l
          where l.ledger = $1 and l.kind = asked.kind and l.open and l.start_at <= $2
            and $4 = 'overdue' and (select moment.now from moment) and l.miss_at <= $2
          order by l.miss_at)
        union all
        (select * from live as l
          where l.ledger = $1 and l.kind = asked.kind and l.open and l.start_at <= $2
            and $4 in ('suspended', 'unregistered') and (select moment.now from moment)
            and ($4 <> 'suspended' or l.suspended_since is not null or l.stepped)
          order by l.miss_at)) as own
    union all
    select own.*
      from (select * from live as l
             where l.ledger = $1 and l.kind = any ($6) and l.unclassified and l.start_at <= $2
               and (coalesce(l.lapse_at, 'infinity'), l.started_by, l.kind) > ($12, $13, $14)
               and ($5 is null or l.slot in (select s.slot from slot as s where s.unit = any ($5)))
             order by coalesce(l.lapse_at, 'infinity'), l.started_by, l.kind limit $15) as own
     where $4 = 'unclassified' and (select moment.now from moment)
  ), source as (
    -- Each by its key, whatever the planner believes of a young table.
    select c.*
      from own
      cross join lateral (
        select * from clock as c
         where c.ledger = $1 and c.started_by = own.started_by and c.kind = own.kind and c.known_from = own.known_from
         limit 1) as c
     where $5 is null or own.slot in (select s.slot from slot as s where s.unit = any ($5))
    union all
    -- By the versions that were missed: whatever (T, P).
    select c.*
      from clock as c
     where $4 in ('late', 'ended') and c.ledger = $1 and c.outcome in ('late', 'ended') and c.kind = any ($6)
       and c.miss_at >= $10::timestamp at time zone 'UTC' - interval '1 day'
       and c.miss_at <= $11::timestamp at time zone 'UTC' + interval '3 days'
       and c.known_from <= $3 and (c.known_to is null or c.known_to > $3) and c.start_at <= $2
    union all
    select c.*
      from clock as c
     where ($4 in ('kept', 'void') or $4 not in ('late', 'ended') and not (select moment.now from moment))
       and c.ledger = $1 and c.kind = any ($6) and c.outcome not in ('rated', 'gone')
       and c.known_from <= $3 and (c.known_to is null or c.known_to > $3) and c.start_at <= $2
  ), stepped as (
    -- The due as it stood at T.
    select c.*,
           case when c.due_steps is not null
                then (select each.step from jsonb_array_elements(c.due_steps) with ordinality as each (step, nth)
                       where (each.step ->> 'from')::timestamptz <= $2
                       order by each.nth desc limit 1) end as step
      from source as c
     where $5 is null or c.slot in (select s.slot from slot as s where s.unit = any ($5))
  ), standing as (
    select c.kind, c.started_by, c.subject, c.slot, c.provisional, c.unclassified, c.miss_day, c.start_at, c.disordered,
           c.late_extension, coalesce(c.lapse_at, 'infinity') as lapse_key,
           case when c.close_at <= $2 then c.close_at end as close_at,
           case when c.close_at <= $2 then c.closed_by end as closed_by,
           c.close_at is null or c.close_at > $2 as open,
           case when c.step is not null then (c.step ->> 'due')::date else c.due_day end as due,
           case when c.step is not null then (c.step ->> 'lapse')::timestamptz else c.lapse_at end as lapse_at,
           case when c.step is null then c.suspended_since
                when c.step ->> 'due' is null then (c.step ->> 'since')::date end as suspended_since,
           case when c.close_at <= $2 and c.outcome in ('kept', 'late', 'void') then c.outcome
                when c.close_at <= $2 and c.outcome = 'ended' then 'overdue'
                when c.lapse_at is not null and greatest(c.lapse_at, c.start_at) <= $2 then 'overdue'
                else 'pending' end as state
      from stepped as c
  ), page as (
    select s.*
      from standing as s
     where case $4 when 'near-due' then s.state = 'pending' and s.due <= $7
                   when 'overdue' then s.state = 'overdue' and s.open
                   when 'ended' then s.state = 'overdue' and not s.open
                   when 'unclassified' then s.state <> 'void' and s.unclassified
                   when 'suspended' then s.open and s.suspended_since <= $8
                   when 'unregistered' then s.open and s.slot not in (select r.slot from slot as r where r.unit = any ($9))
                   else s.state = $4 end
       and ($10 = '-infinity' and $11 = 'infinity' or s.miss_day between $10 and $11)
       and (s.lapse_key, s.started_by, s.kind) > ($12, $13, $14)
     order by s.lapse_key, s.started_by, s.kind
     limit $15
  )
  select s.kind, s.started_by, s.subject, slot.unit, slot.online, slot.origin, s.state, s.open, s.start_at, s.due, s.lapse_at,
         s.suspended_since, s.close_at, s.closed_by, s.provisional, s.disordered, s.late_extension, s.lapse_key
    from page as s join slot using (slot)
   order by s.lapse_key, s.started_by, s.kind;
end;
