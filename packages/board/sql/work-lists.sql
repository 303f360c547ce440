-- Lists as people work by them: with names, working days left, and how urgent that is. Each column is told of in docs/board-sql.md.
create type listed_clock as (
  kind text, subject text, clock text, clock_name text, unit text, unit_name text, online boolean, origin text, state text,
  state_text text, open boolean, started_at timestamptz, due date, lapse_at timestamptz, days_left integer, urgency text,
  urgency_text text, suspended_since date, closed_at timestamptz, closed_by text, provisional boolean, late_extension boolean);

create function work_list(
  ledger text, as_of timestamptz, asked_at bigint, in_state text, units text[], clocks text[], within integer, over integer,
  missed_from date, missed_to date, latest_first boolean, row_limit integer)
returns setof listed_clock
language sql stable
begin atomic
  with moment as materialized (
    select local_day($1, $2) as today, known($3, (select c.position from checkpoint as c where c.ledger = $1)) as known_at
  ), paths as materialized (
    select p.* from unit_path($1, (select moment.known_at from moment)) as p
  ), adjusted as materialized (
    -- Days on which the arrangements differ from Monday to Friday.
    select a.day, case when a.works then 1 else -1 end as n
      from arranged($1, (select moment.known_at from moment)) as a
     where a.works <> (extract(isodow from a.day) < 6)
  ), clocks as materialized (
    select l.*
      from listed(
        $1, $2, (select moment.known_at from moment), $4,
        -- Of a unit everything below it, too; of the root everything.
        (select array_agg(every.unit)
           from (select p.unit from paths as p where p.upward && $5 union select unnest($5)) as every
          where not $1 = any ($5)),
        coalesce($6, (select array_agg(k.clock) from clock_kind as k)),
        case when $7 is not null then working_day_after($1, (select moment.today from moment), $7, (select moment.known_at from moment)) end,
        (select moment.today from moment) - $8, '{}', coalesce($9, '-infinity'), coalesce($10, 'infinity'), '-infinity', 0, '',
        -- Of the latest the window bounds them, and the last are wanted.
        case when $11 then 100000 else least($12, 1000) end) as l
     order by case when not $11 then l.lapse_key end, case when $11 then l.lapse_key end desc, l.started_by, l.clock
     limit least($12, 1000)
  )
  select split_part(l.clock, '.', 1), l.subject, l.clock, k.clock_name, l.unit,
         case when p.unit is null then '未登记单位' else p.unit_name end, l.online, l.origin, l.state,
         case l.state when 'pending' then '在办' when 'kept' then '按时' when 'late' then '逾期办结' when 'void' then '不计'
                      else case when l.open then '逾期未办' else '逾期后终结' end end,
         l.open, l.started_at, l.due, l.lapse_at, d.days_left, u.urgency,
         case u.urgency when 'past' then '已超期' when 'red' then '红色' when 'yellow' then '黄色' when 'normal' then '正常' end,
         l.suspended_since, l.closed_at, l.closed_by, l.provisional, l.late_extension
    from clocks as l
    join clock_kind as k using (clock)
    cross join moment as m
    left join paths as p on p.unit = l.unit
    cross join lateral (
      -- The least n for which the n-th working day after T's is not before the due day; of what is past the working days since.
      select case when l.due = m.today then 0
                  when l.due > m.today
                  then weekdays_to(l.due - 1) - weekdays_to(m.today) + 1
                       + coalesce((select sum(a.n) from adjusted as a where a.day > m.today and a.day < l.due), 0)
                  -- Of none set nothing is left: greatest() would not see it.
                  when l.due < m.today
                  then - greatest(1, weekdays_to(m.today) - weekdays_to(l.due)
                       + coalesce((select sum(a.n) from adjusted as a where a.day > l.due and a.day <= m.today), 0)) end::integer
               as days_left) as d
    cross join lateral (
      select case when not l.open then null when l.state = 'overdue' then 'past' when d.days_left <= 2 then 'red'
                  when d.days_left <= 5 then 'yellow' when d.days_left is not null then 'normal' end as urgency) as u
   order by case when not $11 then l.lapse_key end, case when $11 then l.lapse_key end desc, l.started_by, l.clock;
end;
