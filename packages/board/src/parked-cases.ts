import type { CaseKind } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";

/** How many cases of each kind stand parked: they could not be assessed and count in no figure. */
export async function parkedCases(db: Queryable, ledger: LedgerId): Promise<ReadonlyMap<CaseKind, number>> {
  const { rows } = await db.query<{ kind: CaseKind; n: string }>(
    "select kind, count(*) as n from parked where ledger = $1 group by kind",
    [ledger],
  );
  return new Map(rows.map(({ kind, n }) => [kind, Number(n)]));
}
