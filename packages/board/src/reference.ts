import {
  type Calendar,
  calendar,
  compareBytes,
  effective,
  type Fact,
  inOrder,
  type Published,
  type Unit,
  type UnitTree,
  unitTree,
} from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { readKinds } from "@anshi/ledger";
import { type CaseFact, toFact } from "./fact.js";

/** What the reference events known at a position say (domain.md §4: chosen by P alone, for each key the last by time). */
export interface Reference {
  readonly calendar: Calendar;
  readonly tree: UnitTree;
  /** Subjects of the reference events: a retraction of one of them may change this reference. */
  readonly subjects: ReadonlySet<string>;
}

/**
 * The reference events of a ledger, known up to `upTo`. They are few; a board reads them as facts, so that any past
 * position answers with the calendar and the units known then.
 */
export async function readReference(db: Queryable, ledger: LedgerId, upTo: bigint): Promise<Reference> {
  const events = await readKinds(db, ledger, ["calendar", "unit"], upTo);
  if (events.length === 0) return referenceOf(ledger, []);
  const subjects = [...new Set(events.map((event) => event.subject))];
  const retractions = await readKinds(db, ledger, ["record"], upTo, subjects);
  return referenceOf(ledger, [...events, ...retractions].map(toFact));
}

/** The reference of known facts; a retraction counts within its own subject only. */
export function referenceOf(ledger: LedgerId, facts: readonly CaseFact[]): Reference {
  const bySubject = new Map<string, Fact[]>();
  for (const fact of facts) {
    const own = bySubject.get(fact.subject);
    if (own === undefined) bySubject.set(fact.subject, [fact]);
    else own.push(fact);
  }
  const standing = inOrder([...bySubject.values()].flatMap((own) => effective(own)));

  const years = new Map<number, Published>();
  const units = new Map<string, Unit>();
  for (const { type, data, source, id } of standing) {
    if (type === "io.anshi.calendar.published.v1") {
      const arrangement = data as unknown as Omit<Published, "version">;
      years.set(arrangement.year, { ...arrangement, version: `${source}#${id}` });
    } else if (type === "io.anshi.unit.registered.v1") {
      const unit = data as unknown as Unit;
      units.set(unit.id, unit);
    }
  }
  const ordered = [...units.values()].sort((a, b) => compareBytes(a.id, b.id));
  return {
    calendar: calendar(years.values()),
    tree: unitTree(ledger, ordered),
    subjects: new Set(bySubject.keys()),
  };
}
