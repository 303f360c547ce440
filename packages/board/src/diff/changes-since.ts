import { formatInstant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import type { Question } from "../question.js";

/** What one event changed: marks, see ../mark-bytes.ts. */
export interface Marked {
  readonly position: bigint;
  readonly marks: Buffer;
}

/** What each event known in (after, question's P] changed as of T, in order. At most `limit` of them. */
export async function changesSince(
  db: Queryable,
  { ledger, asOf, knownAt }: Question,
  after: bigint,
  limit: number,
): Promise<readonly Marked[]> {
  const { rows } = await db.query<{ readonly position: string; readonly marks: Buffer }>({
    name: "board changes",
    text: `
      select known_from as position, string_agg(marks, '') as marks from clock
       where ledger = $1 and known_from > $2 and known_from <= $3 and differs_at <= $4 and marks <> ''
       group by known_from order by known_from limit $5`,
    values: [ledger, after, knownAt, formatInstant(asOf), limit],
  });
  return rows.map(({ position, marks }) => ({ position: BigInt(position), marks }));
}
