import type { LedgerId, Queryable } from "@anshi/ledger";

/** A case that could not be assessed, from the position `since` on. */
export interface ParkedItem {
  readonly kind: string;
  readonly subject: string;
  readonly since: string;
  readonly reason: string;
}

/** Where a page ended: in the order of (since, kind, subject). */
export type ParkedCursor = Pick<ParkedItem, "since" | "kind" | "subject">;

/** A page of the cases parked as known at P. */
export async function parkedList(
  db: Queryable,
  query: {
    readonly ledger: LedgerId;
    readonly knownAt: bigint;
    readonly limit: number;
    readonly after?: ParkedCursor;
  },
): Promise<{ readonly items: readonly ParkedItem[]; readonly next: ParkedCursor | null }> {
  const { ledger, knownAt, limit, after } = query;
  const { rows } = await db.query<ParkedItem>(
    `select kind, subject, known_from as since, reason from parked
      where ledger = $1 and known_from <= $2 and (known_from, kind, subject) > ($3::bigint, $4, $5)
      order by known_from, kind, subject limit $6`,
    [ledger, knownAt, after?.since ?? "0", after?.kind ?? "", after?.subject ?? "", limit + 1],
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, next: null };
  return { items, next: { since: last.since, kind: last.kind, subject: last.subject } };
}
