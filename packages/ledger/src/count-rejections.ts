import type { RejectionCode } from "@anshi/domain";
import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/** Rejections of a run of numbers, by code. */
export interface RejectionCounts {
  /** The last number counted; what is asked after next. */
  readonly upTo: bigint;
  readonly counts: ReadonlyMap<RejectionCode, number>;
}

/** Counts the rejections after a number, at most `limit` of them, by code: a follower adds up instead of counting anew. */
export async function countRejections(
  db: Queryable,
  ledger: LedgerId,
  after: bigint,
  limit: number,
): Promise<RejectionCounts> {
  const { rows } = await db.query<{ code: RejectionCode; n: string; last: string }>(
    `select code, count(*) as n, max(number) as last from ledger.rejection
      where ledger = $1 and number > $2 and number <= $2::bigint + $3::bigint group by code`,
    [ledger, after, limit],
  );
  return {
    upTo: rows.reduce((last, row) => (BigInt(row.last) > last ? BigInt(row.last) : last), after),
    counts: new Map(rows.map(({ code, n }) => [code, Number(n)])),
  };
}
