import type { BoardQuery } from "@anshi/board";
import { type Reference, readReference } from "@anshi/board";
import { type Day, type Instant, parseDay } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";

/** What the plain SQL answers. */
export interface Plain {
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
}

/** The measure that is also counted by plain SQL: 25.1a, whose clock no fact suspends or extends. */
export const PLAIN_MEASURE = "25.1a";

const DAY = 86_400_000;
const EAST = 8 * 3_600_000;

/** Working days as a table has them, known at a question's position: prepared beforehand, for it is small. */
export interface PlainQuestion {
  readonly query: BoardQuery & { readonly knownAt: bigint };
  readonly unit: string;
  readonly units: readonly string[];
  /** Day, how many working days there are up to it, and whether it is one. */
  readonly days: readonly (readonly [day: Day, nth: number, works: boolean])[];
}

/** A board's question as plain SQL asks it: of the whole city, or of a unit and those below it. */
export async function plainQuestion(
  db: Queryable,
  query: BoardQuery & { readonly knownAt: bigint },
): Promise<PlainQuestion> {
  const reference = await readReference(db, query.ledger, query.knownAt);
  const unit = query.units?.[0] ?? reference.tree.root;
  return { query, unit, units: [...reference.tree.subtree(unit)], days: workingDays(reference) };
}

function workingDays({ calendar }: Reference): PlainQuestion["days"] {
  const first = parseDay("2020-06-01") ?? 0;
  const last = parseDay("2027-06-01") ?? 0;
  let nth = 0;
  return Array.from({ length: last - first }, (_, index) => {
    const day = first + index;
    const works = calendar.isWorkday(day);
    if (works) nth += 1;
    return [day, nth, works] as const;
  });
}

/** How a database says what the statement needs; `fact` rows are (position, kind, type, subject, source, id, ms, body). */
export interface Dialect {
  readonly fact: string;
  readonly data: (field: string) => string;
  readonly days: (days: PlainQuestion["days"]) => string;
}

/** The settled counts of 25.1a straight from the events (domain.md §2 and §3), in either database's SQL. */
export function plainSql({ query, unit, units, days }: PlainQuestion, dialect: Dialect): string {
  const { asOf, knownAt, window, zone, ledger } = query;
  const today = zone.dayOf(asOf);
  const from = window.from ?? -100_000;
  const to = Math.min(window.to ?? today, today);
  const only = unit === ledger ? "true" : `unit in (${units.map((each) => `'${each}'`).join(", ")})`;
  const type = (name: string): string => `'io.anshi.complaint.${name}.v1'`;
  const types = (...names: readonly string[]): string => names.map(type).join(", ");
  const local = (at: string): string => `cast(floor((${at} + ${EAST}) / ${DAY}.0) as integer)`;
  const before = (instant: Instant): string => `ms <= ${instant}`;
  return `
    with day (day, nth, works) as (${dialect.days(days)}),
    gone as (
      select subject, ${dialect.data("source")} as source, ${dialect.data("id")} as id
        from ${dialect.fact} as own where kind = 'record' and position <= ${knownAt}),
    fact as (
      select type, subject, ms, source, id, ${dialect.data("unit")} as unit, ${dialect.data("online")} as online,
             ${dialect.data("toUnit")} as to_unit
        from ${dialect.fact} as own
       where kind = 'complaint' and position <= ${knownAt}
         and not exists (select 1 from gone
                          where gone.subject = own.subject and gone.source = own.source and gone.id = own.id)),
    flag as (
      select subject,
             coalesce((array_agg(online order by ms desc) filter (where type = ${type("classified")}))[1],
                      (array_agg(online order by ms desc)
                         filter (where type = ${type("received")} and online is not null))[1]) as online
        from fact group by subject),
    held as (
      select type, subject, ms, unit, to_unit, act,
             count(*) filter (where type = ${type("received")}) over (partition by subject order by ms, act) as receipt
        from (select *, case type when ${type("received")} then 0 when ${type("transferred")} then 1
                                  when ${type("withdrawn")} then 9 else 5 end as act
                from fact
               where type in (${types("received", "transferred", "accepted", "rejected", "withdrawn")}) and ${before(asOf)})
             as own),
    holding as (
      select *, first_value(unit) over (partition by subject, receipt order by ms, act) as holder,
             -- A stop before any receipt waits for the first.
             receipt = 1 and bool_or(receipt = 0 and type in (${types("accepted", "rejected")})) over (partition by subject)
               as waited
        from held),
    moved as (
      select type, subject, ms, unit, waited,
             lead(type) over own as next_type, lead(ms) over own as next_ms
        from holding where type <> ${type("transferred")} or to_unit <> holder
      window own as (partition by subject order by ms, act)),
    clock as (
      select moved.type, moved.unit, due.day as due_day, (due.day + 1) * ${DAY}::bigint - ${EAST} as lapse,
             waited or next_type in (${types("accepted", "rejected")}) as stopped,
             case when waited then ms else next_ms end as next_ms
        from moved
        join flag on flag.subject = moved.subject and flag.online = 'true'
        join day as start on start.day = ${local("ms")}
        join day as due on due.works and due.nth = start.nth + 7
       where type = ${type("received")} and ${only})
    select count(*) filter (where stopped and next_ms < lapse and ${local("next_ms")} between ${from} and ${to}) as kept,
           count(*) filter (where missed and stopped) as late,
           count(*) filter (where missed and stopped is not true) as overdue
      from (select *, lapse <= ${asOf} and due_day between ${from} and ${to}
                      and (next_ms is null or next_ms >= lapse) as missed
              from clock) as each`;
}
