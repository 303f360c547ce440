import type { Instant } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";

/** The present by the database's clock, the one that all instances share, cut to whole milliseconds. */
export async function databaseNow(db: Queryable): Promise<Instant> {
  // pg hands a bigint over as a text, a float8 as a number.
  const { rows } = await db.query<{ readonly now: number }>(
    "select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now",
  );
  return rows[0]?.now ?? 0;
}
