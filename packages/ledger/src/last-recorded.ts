import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/**
 * When the last event of one of these kinds was recorded, in milliseconds since 1970; `undefined` when there is none. Looks
 * back from the head, so it is quick where such events are common.
 */
export async function lastRecorded(
  db: Queryable,
  ledger: LedgerId,
  kinds: readonly string[],
): Promise<number | undefined> {
  const { rows } = await db.query<{ readonly ms: string }>({
    name: "ledger last recorded",
    text: `
      select (extract(epoch from recorded_at) * 1000)::bigint as ms
        from ledger.event where ledger = $1 and kind = any ($2::text[]) order by position desc limit 1`,
    values: [ledger, kinds],
  });
  return rows[0] === undefined ? undefined : Number(rows[0].ms);
}
