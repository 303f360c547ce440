import { type CaseKind, caseKinds, compareBytes } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** Cases of a kind, by their subjects: those after `after`, up to `upTo`; `null` is open. */
export interface Range {
  readonly kind: CaseKind;
  readonly after: string | null;
  readonly upTo: string | null;
}

/** Events drawn for each range: its size follows from them. */
const DRAWN = 12;

/**
 * Parts the cases of a ledger into ranges of about as many events each: the subjects that stand at positions spread evenly
 * over the ledger are as spread over its events.
 */
export async function rangesOf(
  db: Queryable,
  ledger: LedgerId,
  upTo: bigint,
  count: number,
): Promise<readonly Range[]> {
  const drawn = Math.min(Number(upTo), count * DRAWN);
  const positions = Array.from({ length: drawn }, (_none, n) =>
    String(1n + (BigInt(n) * upTo) / BigInt(Math.max(drawn, 1))),
  );
  const { rows } = await db.query<{ readonly kind: string; readonly subject: string }>(
    `select e.kind, e.subject
       from unnest($2::bigint[]) as wanted (position),
            lateral (select kind, subject from ledger.event as own
                      where own.ledger = $1 and own.position = wanted.position order by own.position limit 1) as e`,
    [ledger, positions],
  );
  return caseKinds.flatMap((kind) => {
    const subjects = rows
      .filter((row) => row.kind === kind)
      .map(({ subject }) => subject)
      .sort(compareBytes);
    const cuts = [...new Set(subjects.filter((_subject, nth) => nth % DRAWN === DRAWN - 1))];
    return [...cuts, null].map((end, nth) => ({ kind, after: cuts[nth - 1] ?? null, upTo: end }));
  });
}
