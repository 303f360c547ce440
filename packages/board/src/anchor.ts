import { formatInstant, type Instant } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** A block's seal: the counters as known at `upto`, as of `at`. */
export interface Anchor {
  readonly block: number;
  readonly upto: bigint;
  readonly at: Instant;
}

/** The last one a projection set. */
export interface LastAnchor extends Anchor {
  /** Changes known by then, and those of them known late. */
  readonly changes: number;
  readonly late: number;
}

/** Before the first seal. */
export const noAnchor: LastAnchor = {
  block: 0,
  upto: 0n,
  at: Number.NEGATIVE_INFINITY,
  changes: 0,
  late: 0,
};

/** How late a change was known: 0 within an hour, else the n for which it was less than 2^n hours. */
export function lateClass(knownAt: Instant, differsAt: Instant): number {
  const hours = (knownAt - differsAt) / 3_600_000;
  return hours < 1 ? 0 : Math.min(MOST_LATE, Math.floor(Math.log2(hours)) + 1);
}

const MOST_LATE = 20;

/** Which changes are to be added to an anchor to have what counts at (T, P). */
export interface Tail {
  readonly anchor: Anchor;
  /** All changes after the anchor, up to this position. */
  readonly upto: bigint;
  /** After it, those of these classes of lateness, each up to its position. */
  readonly late: readonly { readonly lateClass: number; readonly upto: bigint }[];
}

/** Everything, without any anchor: the plain recompute. */
export function wholeTail(knownAt: bigint): Tail {
  return { anchor: noAnchor, upto: knownAt, late: [] };
}

/**
 * The last anchor not after (T, P) and the changes since. What was recorded once the known time had passed T by an hour
 * concerns T only if it was known late; what was known less than 2^n hours late was recorded before the known time had
 * passed T by 2^n hours.
 */
export async function tailAt(db: Queryable, ledger: LedgerId, asOf: Instant, knownAt: bigint): Promise<Tail> {
  const { rows } = await db.query<{
    readonly block: number | null;
    readonly upto: string;
    readonly at: string;
    readonly passed: readonly (string | null)[];
    readonly mostly_late: boolean;
  }>({
    name: "board anchor",
    text: anchorSql,
    values: [ledger, formatInstant(asOf), knownAt],
  });
  const row = rows[0];
  if (row === undefined) return wholeTail(knownAt);
  const anchor =
    row.block === null ? noAnchor : { block: row.block, upto: BigInt(row.upto), at: Number(row.at) };
  // A ledger in no order of time: one walk over all its changes costs less than a leap to each.
  if (row.mostly_late) return { anchor, upto: knownAt, late: [] };
  const bounded = (upto: string | null | undefined): bigint =>
    upto === null || upto === undefined || BigInt(upto) > knownAt ? knownAt : BigInt(upto);
  const upto = bounded(row.passed[0]);
  const late =
    upto === knownAt
      ? []
      : row.passed
          .slice(1)
          .map((passed, index) => ({ lateClass: index + 1, upto: bounded(passed) }))
          .map((each) => (each.lateClass === MOST_LATE ? { ...each, upto: knownAt } : each));
  return { anchor, upto, late };
}

// Both columns rise with the block, so the last block that satisfies both is the earlier of the last of each.
const anchorSql = `
  select chosen.block, chosen.upto, (extract(epoch from chosen.at) * 1000)::bigint as at,
         array(select (select upto::text from anchor
                        where ledger = $1 and at >= $2::timestamptz + (2 ^ class) * interval '1 hour'
                        order by at, block limit 1)
                 from generate_series(0, ${MOST_LATE}) as class) as passed,
         coalesce((select (reached.late - passed.late) * 4 > reached.changes - passed.changes
                     from (select changes, late from anchor
                            where ledger = $1 and upto <= $3 order by upto desc, block desc limit 1) as reached,
                          (select changes, late from anchor
                            where ledger = $1 and at >= $2::timestamptz + interval '1 hour' order by at, block limit 1)
                            as passed), false) as mostly_late
    from (select 1) as once
    left join lateral (
      select by_position.* from
        (select block from anchor where ledger = $1 and upto <= $3 order by upto desc, block desc limit 1) as known,
        (select block from anchor where ledger = $1 and at <= $2::timestamptz order by at desc, block desc limit 1) as past,
        lateral (select block, upto, at from anchor
                  where ledger = $1 and block = least(known.block, past.block)) as by_position) as chosen on true`;

/** The last anchor of a ledger. */
export async function lastAnchor(db: Queryable, ledger: LedgerId): Promise<LastAnchor> {
  const { rows } = await db.query<{
    readonly block: number;
    readonly upto: string;
    readonly at: string;
    readonly changes: string;
    readonly late: string;
  }>(
    `select block, upto, (extract(epoch from at) * 1000)::bigint as at, changes, late
       from anchor where ledger = $1 order by block desc limit 1`,
    [ledger],
  );
  const row = rows[0];
  if (row === undefined) return noAnchor;
  const { block, upto, at, changes, late } = row;
  return { block, upto: BigInt(upto), at: Number(at), changes: Number(changes), late: Number(late) };
}
