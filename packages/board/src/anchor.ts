import type { Instant } from "@anshi/domain";
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
  /** The latest miss of any clock known by then; `-Infinity`: none can be missed. */
  readonly farthest: Instant;
}

/** Before the first seal. */
const noAnchor: LastAnchor = {
  block: 0,
  upto: 0n,
  at: Number.NEGATIVE_INFINITY,
  changes: 0,
  late: 0,
  farthest: Number.NEGATIVE_INFINITY,
};

/** How late a change was known: 0 within an hour, else the n for which it was less than 2^n hours. */
export function lateClass(knownAt: Instant, differsAt: Instant): number {
  const hours = (knownAt - differsAt) / 3_600_000;
  return hours < 1 ? 0 : Math.min(MOST_LATE, Math.floor(Math.log2(hours)) + 1);
}

const MOST_LATE = 20;

/** The last anchor of a ledger. */
export async function lastAnchor(db: Queryable, ledger: LedgerId): Promise<LastAnchor> {
  const { rows } = await db.query<{
    readonly block: number;
    readonly upto: string;
    readonly at: string;
    readonly changes: string;
    readonly late: string;
    readonly farthest: string | null;
  }>(
    `select block, upto, (extract(epoch from at) * 1000)::bigint as at, changes, late,
            (extract(epoch from farthest) * 1000)::bigint as farthest
       from anchor where ledger = $1 order by block desc limit 1`,
    [ledger],
  );
  const row = rows[0];
  if (row === undefined) return noAnchor;
  const { block, upto, at, changes, late, farthest } = row;
  return {
    ...{ block, upto: BigInt(upto), at: Number(at), changes: Number(changes), late: Number(late) },
    farthest: farthest === null ? noAnchor.farthest : Number(farthest),
  };
}
