import {
  type Calendar,
  type Comparator,
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
  /** The arrangements published, that the calendar is made of besides those built in. */
  readonly arrangements: readonly Published[];
  readonly tree: UnitTree;
  /** National figures, one of each measure and period. */
  readonly comparators: readonly Comparator[];
  /** Subjects of the reference events: a retraction of one of them may change this reference. */
  readonly subjects: ReadonlySet<string>;
}

const MOST_MADE = 64;

/** References by the building of the board, the ledger, and the last step there was. */
const bySteps = new Map<string, Reference>();

/**
 * The reference known at P, which is that of every position from its last step on: as read before, or read now. The step is one of a board's
 * building (`generation`), so that no two databases meet.
 */
export async function referenceSince(
  db: Queryable,
  ledger: LedgerId,
  {
    generation,
    step,
    knownAt,
  }: { readonly generation: string; readonly step: bigint; readonly knownAt: bigint },
): Promise<Reference> {
  const key = `${generation} ${ledger} ${step}`;
  const known = bySteps.get(key);
  if (known !== undefined) return known;
  const reference = await readReference(db, ledger, knownAt);
  if (bySteps.size >= MOST_MADE) bySteps.clear();
  bySteps.set(key, reference);
  return reference;
}

/** References by what they are made of: the same events make the same, whichever ledger's database holds them. */
const made = new Map<string, Reference>();
const kinds = ["calendar", "unit", "comparator"];

/**
 * The reference events of a ledger, known up to `upTo`. They are few; a board reads them as facts, so that any past
 * position answers with the calendar and the units known then.
 */
export async function readReference(db: Queryable, ledger: LedgerId, upTo: bigint): Promise<Reference> {
  const { rows } = await db.query<{ readonly made: string | null }>({
    name: "board reference",
    text: madeOfSql,
    values: [ledger, kinds, upTo],
  });
  const key = `${ledger} ${rows[0]?.made}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const events = await readKinds(db, ledger, kinds, upTo);
  const subjects = [...new Set(events.map((event) => event.subject))];
  const retractions = events.length === 0 ? [] : await readKinds(db, ledger, ["record"], upTo, subjects);
  const reference = referenceOf(ledger, [...events, ...retractions].map(toFact));
  if (made.size >= MOST_MADE) made.clear();
  made.set(key, reference);
  return reference;
}

// The hashes of the events it is made of: retractions count within their own subject only.
const madeOfSql = `
  with own as materialized (
    select e.position, e.subject, e.content_hash
      from unnest($2::text[]) as wanted (kind),
           lateral (select position, subject, content_hash from ledger.event as each
                     where each.ledger = $1 and each.kind = wanted.kind and each.position <= $3
                     order by each.subject, each.position) as e
  )
  select encode(sha256(string_agg(content_hash, ''::bytea order by position)), 'hex') as made
    from (select position, content_hash from own
           union all
          select e.position, e.content_hash
            from (select distinct subject from own) as named,
                 lateral (select position, content_hash from ledger.event as each
                           where each.ledger = $1 and each.kind = 'record' and each.subject = named.subject
                             and each.position <= $3
                           order by each.position) as e) as every`;

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
  const comparators = new Map<string, Comparator>();
  for (const { type, data, source, id } of standing) {
    if (type === "io.anshi.calendar.published.v1") {
      const arrangement = data as unknown as Omit<Published, "version">;
      years.set(arrangement.year, { ...arrangement, version: `${source}#${id}` });
    } else if (type === "io.anshi.unit.registered.v1") {
      const unit = data as unknown as Unit;
      units.set(unit.id, unit);
    } else if (type === "io.anshi.comparator.published.v1") {
      const comparator = data as unknown as Comparator;
      comparators.set(`${comparator.measure} ${comparator.period}`, comparator);
    }
  }
  const ordered = [...units.values()].sort((a, b) => compareBytes(a.id, b.id));
  return {
    calendar: calendar(years.values()),
    arrangements: [...years.values()],
    tree: unitTree(ledger, ordered),
    comparators: [...comparators.values()],
    subjects: new Set(bySubject.keys()),
  };
}
