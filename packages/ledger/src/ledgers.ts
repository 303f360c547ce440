import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

// Steps from one ledger to the next along the key, instead of reading every batch.
const sql = `
  with recursive step (ledger) as (
    (select ledger from ledger.batch order by ledger limit 1)
    union all
    select (select b.ledger from ledger.batch as b where b.ledger > step.ledger order by b.ledger limit 1)
      from step where step.ledger is not null
  )
  select ledger from step where ledger is not null`;

/** Every ledger that has an event, ordered bytewise. */
export async function ledgers(db: Queryable): Promise<readonly LedgerId[]> {
  const { rows } = await db.query<{ ledger: LedgerId }>(sql);
  return rows.map(({ ledger }) => ledger);
}
