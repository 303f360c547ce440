import { type ClockKind, clockKinds, formatDay, formatInstant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { integerTypes } from "./integers.js";
import { type Mark, offsets, seriesOf, widthOf } from "./mark.js";
import type { Question } from "./question.js";

/** The sums of a series up to a day. */
export interface Wanted {
  readonly series: number;
  readonly day: number;
}

/** What is sealed at the nearest anchor, and what the changes since and time alone add to it. */
export interface Sums {
  /** The building of the board they are of, and how many slots the ledger has in it. */
  readonly generation: string;
  readonly slots: number;
  /** Vectors to be added up, of each that was wanted. */
  readonly sealed: readonly (readonly (readonly number[])[])[];
  /** Marks of the changes since the anchor, see mark-bytes.ts; `null`: they are too many. */
  readonly marks: Buffer | null;
  /** What is missed counts backward from all that will be. */
  readonly isFar: boolean;
  readonly matured: readonly Omit<Mark, "from">[];
}

interface Row {
  readonly nth: number;
  readonly groups: readonly number[] | null;
  readonly eights: readonly number[] | null;
  readonly days: readonly number[] | null;
}

interface Rest {
  readonly generation: string;
  readonly slots: number;
  readonly is_far: boolean;
  readonly marks: string | null;
  readonly matured: readonly number[] | null;
}

/** More changes than are ever read but of a ledger that is in no order of time. */
const MOST_CHANGES = 100_000;

/** Reads what the counts of a question are made of. `received` are the kinds counted by what was received. */
export async function readSums(
  db: Queryable,
  { ledger, asOf, knownAt, zone }: Question,
  wanted: readonly Wanted[],
  received: readonly ClockKind[],
): Promise<Sums> {
  const { rows } = await db.query<Row & Rest>({
    name: "board sums",
    text: sql,
    values: [
      ...[ledger, formatInstant(asOf), knownAt, formatDay(zone.dayOf(asOf))],
      ...[wanted.map(({ series }) => series), wanted.map(({ day }) => day), received, MOST_CHANGES],
    ],
    types: integerTypes,
  });
  const rest = rows.find(({ nth }) => nth === 0);
  if (rest === undefined) throw new Error("a ledger's sums have a row of their own");
  const sealed: (readonly (readonly number[])[])[] = [];
  for (const { nth, groups, eights, days } of rows)
    if (nth > 0) sealed[nth - 1] = [groups, eights, days].filter((sums) => sums !== null);
  const { generation, slots, is_far: isFar } = rest;
  const marks = rest.marks === null ? null : Buffer.from(rest.marks, "base64");
  return { generation, slots, sealed, marks, isFar, matured: maturedOf(rest.matured ?? []) };
}

/** The counters of what `matured` of sql/counts.sql tells, by its `what`. */
const maturing = [
  { axis: "start", offset: offsets.start.missed },
  { axis: "start", offset: offsets.start.provisional },
  { axis: "miss", offset: offsets.miss.missed },
] as const;

function maturedOf(integers: readonly number[]): readonly Omit<Mark, "from">[] {
  const marks: Omit<Mark, "from">[] = [];
  for (let at = 0; at < integers.length; at += 5) {
    const [what = 0, kind = 0, place = 0, day = 0, n = 0] = integers.slice(at, at + 5);
    const { axis, offset } = maturing[what] ?? maturing[0];
    const series = seriesOf(clockKinds[kind] as ClockKind, axis);
    marks.push({ series, index: place * widthOf(axis) + offset, day, n });
  }
  return marks;
}

const sql = `
  with since as materialized (
    select * from tail($1, $2, $3, true)
  )
  select 0 as nth, null::integer[] as groups, null::integer[] as eights, null::integer[] as days,
         (select generation from projection) as generation, (select count(*)::integer from slot where ledger = $1) as slots, since.is_far,
         -- A third shorter than bytes as PostgreSQL writes them, and read in half the time.
         encode(
           (select case when count(*) <= $8 then coalesce(string_agg(c.marks, ''), '') end
              from (select marks from clock
                     where ledger = $1 and known_from > since.anchor_upto and known_from <= since.upto and differs_at <= $2
                     order by known_from limit $8 + 1) as c) ||
           (select case when count(*) <= $8 then coalesce(string_agg(c.marks, ''), '') end
              from (select own.marks
                      from unnest(since.late_classes, since.late_uptos) as late (class, upto)
                      cross join lateral (
                        select marks from clock
                         where ledger = $1 and late_class = late.class and late_class > 0
                           and known_from > since.upto and known_from <= late.upto and differs_at <= $2
                         order by known_from) as own
                     limit $8 + 1) as c), 'base64') as marks,
         (select array_agg(array[m.what, k.clock_order, s.place, m.day - date 'epoch', m.n])
            from matured($1, $2, $4, since.anchor_upto, since.anchor_at, since.is_far, since.miss_after, since.miss_upto, $7) as m
            join slot as s using (slot)
            join clock_kind as k on k.clock = s.kind
           where s.place is not null) as matured
    from since
   union all
  select n.nth, n.groups, n.eights, n.days, null, null, null, null, null
    from since cross join lateral sealed($1, since.block, $5, $6) as n`;
