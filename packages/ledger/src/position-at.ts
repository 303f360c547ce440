import { columnTypes } from "./column-types.js";
import type { LedgerId, Position } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";

/** What was known at an instant (milliseconds since 1970): the last position recorded by then; 0 when none was. */
export async function positionAt(db: Queryable, ledger: LedgerId, instant: number): Promise<Position> {
  const { rows } = await db.query<{ position: Position }>({
    text: `
      select last_position as position from ledger.batch
       where ledger = $1 and recorded_at <= timestamptz 'epoch' + $2 * interval '1 millisecond'
       order by recorded_at desc, number desc limit 1`,
    values: [ledger, instant],
    types: columnTypes,
  });
  return rows[0]?.position ?? 0n;
}
