import type { ClockKind } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { parameters, type Question } from "../question.js";
import { type SumName, type Sums, sumNames } from "./sums.js";

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
    values: [ledger, asOf, limit, from ?? "-infinity", to ?? "infinity", after, question.knownAt, byStart],
  });
  return rows.map(({ position, slot, ...sums }) => ({
    position: BigInt(position),
    slot,
    sums: Int32Array.from(sumNames, (name) => sums[name]),
  }));
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
// $1 ledger, $2 T, $3 limit, $4 and $5 window, $6 and $7 positions, $8 clock kinds that are asked by start day.
const changesSql = `
  select * from (
    select known_from as position, slot, ${sumNames.map(sumOf).join(", ")}
      from (${seen(turns(sinceAnchor), "$8")}) as counted
     group by known_from, slot) as change
   where ${sumNames.map((name) => `"${name}" <> 0`).join(" or ")}
   order by position, slot
   limit $3`;
