import type { Instant } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import type { Mark } from "./mark.js";
import { decodeMarks } from "./mark-bytes.js";

/** A change as it was written. */
interface Turned {
  readonly position: bigint;
  readonly marks: readonly Mark[];
  /** The latest instant of a fact that it holds, and its miss; `-Infinity`: none. */
  readonly latest: Instant;
  readonly missAt: Instant;
  readonly isLate: boolean;
}

/** The changes after a position, in ledger order. */
export async function readTurns(db: Queryable, ledger: LedgerId, after: bigint): Promise<readonly Turned[]> {
  const { rows } = await db.query<{
    readonly known_from: string;
    readonly marks: Buffer;
    readonly latest: string | null;
    readonly miss: string | null;
    readonly late: boolean;
  }>(
    `select known_from, marks, late_class > 0 as late,
            case when outcome <> 'gone' then (extract(epoch from greatest(start_at, close_at)) * 1000)::bigint end as latest,
            case when outcome <> 'gone' then (extract(epoch from miss_at) * 1000)::bigint end as miss
       from clock
      where ledger = $1 and known_from > $2
      order by known_from`,
    [ledger, after],
  );
  return rows.map(({ known_from, marks, latest, miss, late }) => ({
    position: BigInt(known_from),
    marks: decodeMarks(marks),
    latest: instantOf(latest),
    missAt: instantOf(miss),
    isLate: late,
  }));
}

function instantOf(milliseconds: string | null): Instant {
  return milliseconds === null ? Number.NEGATIVE_INFINITY : Number(milliseconds);
}
