import { parsePeriod } from "@anshi/domain";
import { head, type LedgerId, type Queryable, readKinds } from "@anshi/ledger";
import { toFigures, toPublication } from "./facts.js";
import type { Publication, PublishedFigure } from "./publication.js";

/** Every publication of a ledger known at `upTo` (default: its head), the newest first. There are few: one a period. */
export async function publications(
  db: Queryable,
  ledger: LedgerId,
  upTo?: bigint,
): Promise<readonly Publication[]> {
  const events = await readKinds(db, ledger, ["board"], upTo ?? (await head(db, ledger)).position);
  return events.map(toPublication).reverse();
}

/** The publication of an id (`2026-10.1`), or the last edition of a period (`2026-10`). */
export async function publicationOf(
  db: Queryable,
  ledger: LedgerId,
  id: string,
): Promise<Publication | undefined> {
  if (parsePeriod(id) !== undefined) {
    const editions = (await publications(db, ledger)).filter(({ period }) => period.name === id);
    return editions.reduce<Publication | undefined>(
      (last, each) => (last === undefined || each.edition > last.edition ? each : last),
      undefined,
    );
  }
  const { position } = await head(db, ledger);
  const [event] = await readKinds(db, ledger, ["board"], position, [id]);
  return event === undefined ? undefined : toPublication(event);
}

/** The figures of a publication, as published, by measure and unit. */
export async function figuresOf(
  db: Queryable,
  { ledger, id, position }: Publication,
): Promise<readonly PublishedFigure[]> {
  return (await readKinds(db, ledger, ["figures"], position, [id])).flatMap(toFigures);
}
