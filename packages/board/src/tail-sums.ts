import { type ClockKind, formatInstant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import type { Tail } from "./anchor.js";
import { parameters, type Question } from "./question.js";
import { addTo, type SumName, type Sums, sumNames } from "./sums.js";

/** What the changes since an anchor, and time alone, add to its sums; by slot id. */
export async function tailSums(
  db: Queryable,
  question: Question,
  tail: Tail,
  byStart: readonly ClockKind[],
): Promise<ReadonlyMap<number, Sums>> {
  const { anchor, upto, late } = tail;
  const { rows } = await db.query<{ readonly slot: number } & { readonly [name in SumName]: number }>({
    name: "board tail",
    text: tailSql,
    values: [
      ...parameters(question),
      anchor.upto,
      upto,
      late.map(({ lateClass }) => lateClass),
      late.map((each) => each.upto),
      Number.isFinite(anchor.at) ? formatInstant(anchor.at) : "-infinity",
      byStart,
    ],
  });
  const sums = new Map<number, Sums>();
  for (const row of rows) {
    const own = Int32Array.from(sumNames, (name) => row[name]);
    const before = sums.get(row.slot);
    if (before === undefined) sums.set(row.slot, own);
    else addTo(before, own);
  }
  return sums;
}

/** What each sum counts of one row, from `started`, `closed`, `missed` and the days. */
const when: { readonly [name in SumName]: string } = {
  startedAll: "started",
  keptAll: "closed and outcome = 'kept'",
  voidAll: "closed and outcome = 'void'",
  missedAll: "missed",
  provisionalAll: "provisional and waiting",
  kept: "closed and outcome = 'kept' and closed_inside",
  void: "closed and outcome = 'void' and closed_inside",
  late: "closed and outcome = 'late' and closed_inside",
  succeeded: "success and closed and closed_inside",
  failed: "not success and closed and closed_inside",
  missed: "missed and miss_day between $4 and $5",
  lateMissed: "closed and outcome = 'late' and miss_day between $4 and $5",
  startedIn: "inside and started",
  keptIn: "inside and closed and outcome = 'kept'",
  lateIn: "inside and closed and outcome = 'late'",
  voidIn: "inside and closed and outcome = 'void'",
  missedIn: "inside and missed",
  provisionalIn: "provisional and inside and waiting",
  ratings: "rated and start_day between $4 and $5",
  scores: "rated and start_day between $4 and $5",
};

const sumOf = (name: SumName): string =>
  `coalesce(sum(${name === "scores" ? "sign * score" : "sign"}) filter (where ${when[name]}), 0)::integer as "${name}"`;

const only = (given: { readonly [name in SumName]?: string }): string =>
  sumNames.map((name) => `${given[name] ?? "0"}::integer`).join(", ");

const columns = (prefix: "" | "was_"): string =>
  [
    ...["slot", "outcome", "start_at", "start_day", "miss_at", "miss_day"],
    ...["provisional", "close_at", "close_day", "success", "score"],
  ]
    .map((column) => `${prefix}${column}`)
    .join(", ");

/** The rows of a source, as what they add and what they take away. */
const turns = (source: string): string => `
  select 1 as sign, known_from, kind, ${columns("")} from ${source} and outcome <> 'gone'
   union all
  select -1, known_from, kind, ${columns("was_")} from ${source} and was_slot is not null`;

/** Each turn with what the sums ask of it. "offset 0": each condition is worked out once a row. */
const seen = (turned: string, asked: string): string => `
  select *, started and missed is not true and (closed and outcome in ('kept', 'void')) is not true as waiting
    from (select sign, known_from, slot, outcome, miss_day, provisional, success, score, start_day,
                 kind = any (${asked}) and start_day between $4 and $5 as inside,
                 kind <> 'rating' as started,
                 kind <> 'rating' and close_at <= $2 as closed,
                 close_day between $4 and $5 as closed_inside,
                 miss_at <= $2 as missed,
                 kind = 'rating' and (close_at is null or close_at > $2) as rated
            from (${turned}) as turn
           where start_at <= $2
          offset 0) as seen`;

const sinceAnchor = "clock where ledger = $1 and known_from > $6 and known_from <= $7 and differs_at <= $2";
const knownLate = `
  unnest($8::integer[], $9::bigint[]) as late (class, upto),
  lateral (select * from clock
            where ledger = $1 and late_class = late.class and late_class > 0
              and known_from > $7 and known_from <= late.upto and differs_at <= $2) as own
  where true`;
const knownAtAnchor = "known_from <= $6 and (known_to is null or known_to > $6)";

// $1 ledger, $2 T, $3 T's local day, $4 and $5 window, $6 anchor's position, $7 all changes up to, $8 and $9 those known late,
// $10 anchor's instant, $11 clock kinds that are asked by start day.
const tailSql = `
  select slot, ${sumNames.map(sumOf).join(", ")}
    from (${seen(`${turns(sinceAnchor)} union all ${turns(knownLate)}`, "$11")}) as counted
   group by slot
  union all
  select slot, ${only({ missedIn: "count(*) filter (where start_day between $4 and $5)" })}
    from unnest($11::text[]) as asked (kind),
         lateral (select slot, start_day from clock
                   where ledger = $1 and clock.kind = asked.kind and outcome = 'open'
                     and miss_at > $10 and miss_at <= $2 and ${knownAtAnchor}
                   order by miss_at) as own
   group by slot
  union all
  select slot, ${only({
    provisionalAll: "- count(*)",
    provisionalIn: "- count(*) filter (where start_day between $4 and $5)",
  })}
    from clock
   where ledger = $1 and provisional and outcome = 'open' and miss_at > $10 and miss_at <= $2 and ${knownAtAnchor}
   group by slot
  union all
  select slot, ${only({ missedAll: "count(*)", missed: "count(*) filter (where $3::date between $4 and $5)" })}
    from clock
   where ledger = $1 and own_day and miss_day = $3 and miss_at <= $2 and outcome <> 'gone' and ${knownAtAnchor}
   group by slot`;

/** What one event changed in the sums of one slot. */
export interface SlotChange {
  readonly position: bigint;
  readonly slot: number;
  readonly sums: Sums;
}

/**
 * What each event known in (after, question's P] changed, in order; added up they are the difference of the sums at the two
 * positions. At most `limit` of them.
 */
export async function changesSince(
  db: Queryable,
  question: Question,
  after: bigint,
  byStart: readonly ClockKind[],
  limit: number,
): Promise<readonly SlotChange[]> {
  const [ledger, asOf, , from, to] = parameters(question);
  const { rows } = await db.query<
    { readonly position: string; readonly slot: number } & { readonly [name in SumName]: number }
  >({
    name: "board changes",
    text: changesSql,
    values: [ledger, asOf, limit, from, to, after, question.knownAt, byStart],
  });
  return rows.map(({ position, slot, ...sums }) => ({
    position: BigInt(position),
    slot,
    sums: Int32Array.from(sumNames, (name) => sums[name]),
  }));
}

// $1 ledger, $2 T, $3 limit, $4 and $5 window, $6 and $7 positions, $8 clock kinds that are asked by start day.
const changesSql = `
  select * from (
    select known_from as position, slot, ${sumNames.map(sumOf).join(", ")}
      from (${seen(turns(sinceAnchor), "$8")}) as counted
     group by known_from, slot) as change
   where ${sumNames.map((name) => `"${name}" <> 0`).join(" or ")}
   order by position, slot
   limit $3`;
