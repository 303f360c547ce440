import { type ClockKind, formatDay, formatInstant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { integerTypes } from "./integers.js";
import type { Question } from "./question.js";

/** The sums of a series up to a day. */
export interface Wanted {
  readonly series: number;
  readonly day: number;
}

/** What is sealed at the nearest anchor, and what the changes since and time alone add to it. */
export interface Sums {
  readonly generation: string;
  /** How many slots the ledger has. */
  readonly slots: number;
  /** Vectors to be added up, of each that was wanted. */
  readonly sealed: readonly (readonly (readonly number[])[])[];
  /** Marks of the changes since the anchor: see src/mark-bytes.ts. */
  readonly marks: Buffer;
  /** What time alone made missed counts backward from all that will be. */
  readonly isFar: boolean;
  readonly matured: readonly Matured[];
}

/**
 * Versions known at the anchor that time alone has changed since: of those received, what was missed (or, far, will be missed after T: less
 * than none); what was provisional and is missed; what is missed on T's own day.
 */
export interface Matured {
  readonly what: "missed" | "provisional" | "own day";
  readonly slot: number;
  readonly day: number;
  readonly n: number;
}

const whats = ["missed", "provisional", "own day"] as const;

/** Reads what the counts of a question are made of. `received` are the kinds counted by what was received. */
export async function readSums(
  db: Queryable,
  { ledger, asOf, knownAt, cohort, zone }: Question,
  wanted: readonly Wanted[],
  received: readonly ClockKind[],
): Promise<Sums> {
  const { rows } = await db.query<{
    readonly nth: number;
    readonly groups: readonly number[] | null;
    readonly eights: readonly number[] | null;
    readonly days: readonly number[] | null;
    readonly generation: string;
    readonly slots: number;
    readonly marks: Buffer;
    readonly is_far: boolean;
    readonly matured: readonly number[] | null;
  }>({
    name: "board sums",
    text: sql,
    values: [
      ...[ledger, formatInstant(asOf), knownAt, formatDay(zone.dayOf(asOf))],
      ...[wanted.map(({ series }) => series), wanted.map(({ day }) => day), received, cohort],
    ],
    types: integerTypes,
  });
  const sealed: (readonly (readonly number[])[])[] = [];
  let rest = rows[0];
  for (const row of rows) {
    if (row.nth === 0) rest = row;
    else sealed[row.nth - 1] = [row.groups, row.eights, row.days].filter((sums) => sums !== null);
  }
  if (rest === undefined) throw new Error("a ledger's sums have a row of their own");
  return { ...rest, sealed, isFar: rest.is_far, matured: maturedOf(rest.matured ?? []) };
}

function maturedOf(integers: readonly number[]): readonly Matured[] {
  const matured: Matured[] = [];
  for (let at = 0; at < integers.length; at += 4) {
    const [what = 0, slot = 0, day = 0, n = 0] = integers.slice(at, at + 4);
    matured.push({ what: whats[what] ?? "missed", slot, day, n });
  }
  return matured;
}

const sql = `
  with since as materialized (
    select * from tail($1, $2, $3, true)
  ), waited as (
    select 0 as what, own.slot, own.start_day as day, case when since.is_far then -1 else 1 end * count(*) as n
      from since
      cross join unnest($7::text[]) as asked (kind)
      cross join lateral (
        select slot, start_day from clock
         where ledger = $1 and clock.kind = asked.kind and outcome = 'open' and miss_at > since.miss_after and miss_at <= since.miss_upto
           and known_from <= since.anchor_upto and (known_to is null or known_to > since.anchor_upto)
         order by miss_at) as own
     group by own.slot, own.start_day, since.is_far
    union all
    select 1, own.slot, own.start_day, -count(*)
      from since
      cross join lateral (
        select slot, start_day from clock
         where ledger = $1 and provisional and outcome = 'open' and miss_at > since.anchor_at and miss_at <= $2
           and known_from <= since.anchor_upto and (known_to is null or known_to > since.anchor_upto)
         order by miss_at) as own
     group by own.slot, own.start_day
    union all
    select 2, own.slot, own.miss_day, count(*)
      from since
      cross join lateral (
        select slot, miss_day from clock
         where ledger = $1 and own_day and miss_day = $4 and miss_at <= $2 and outcome <> 'gone' and $8 = 'settled'
           and known_from <= since.anchor_upto and (known_to is null or known_to > since.anchor_upto)
         order by miss_day) as own
     group by own.slot, own.miss_day
  )
  select 0 as nth, null::integer[] as groups, null::integer[] as eights, null::integer[] as days,
         (select generation from projection) as generation, (select count(*)::integer from slot where ledger = $1) as slots,
         since.is_far,
         (select coalesce(string_agg(c.marks, ''), '')
            from (select marks from clock
                   where ledger = $1 and known_from > since.anchor_upto and known_from <= since.upto order by known_from) as c) ||
         (select coalesce(string_agg(c.marks, ''), '')
            from unnest(since.late_classes, since.late_uptos) as late (class, upto)
            cross join lateral (
              select marks from clock
               where ledger = $1 and late_class = late.class and late_class > 0
                 and known_from > since.upto and known_from <= late.upto and differs_at <= $2
               order by known_from) as c) as marks,
         (select array_agg(array[what, slot, day - date 'epoch', n::integer]) from waited) as matured
    from since
  union all
  select wanted.nth::integer, groups.sums, eights.sums, days.sums, null, null, null, null, null
    from since
    cross join unnest($5::integer[], $6::integer[]) with ordinality as wanted (series, day, nth)
    left join lateral (
      select n.sums
        from (select g.node from node_64 as g
               where g.ledger = $1 and g.series = wanted.series and g.since <= since.block
                 and g.node < case wanted.day when 2147483647 then wanted.day else wanted.day >> 6 end
               order by g.node desc limit 1) as last,
             lateral (select n.sums from node as n
                       where n.ledger = $1 and n.series = wanted.series and n.level = 2 and n.node = last.node and n.block <= since.block
                       order by n.block desc limit 1) as n) as groups on true
    left join lateral (
      select n.sums from node as n
       where n.ledger = $1 and n.series = wanted.series and n.level = 1 and n.node = wanted.day >> 3 and n.block <= since.block
         and wanted.day < 2147483647
       order by n.block desc limit 1) as eights on true
    left join lateral (
      select n.sums from node as n
       where n.ledger = $1 and n.series = wanted.series and n.level = 0 and n.node = wanted.day and n.block <= since.block
         and wanted.day < 2147483647
       order by n.block desc limit 1) as days on true
   where since.block > 0`;
