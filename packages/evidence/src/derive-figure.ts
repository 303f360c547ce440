import {
  type BoardRow,
  boardRows,
  comparatorAt,
  type Publication,
  type PublishedFigure,
  referenceOf,
  rowOf,
  toFact,
  toFigures,
  toPublication,
} from "@anshi/board";
import {
  type Assessment,
  assess,
  type CaseKind,
  type Cohort,
  canonical,
  caseKindOf,
  type Formula,
  formatDay,
  formatInstant,
  measureRows,
  measures,
  tally,
  type World,
  zone,
} from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";
import type { Header } from "./header.js";
import { rulesOf } from "./rules-of.js";
import { Underivable } from "./underivable.js";

/** The events that a figure follows from, beside those of its cases. */
export const referenceKinds = ["calendar", "unit", "comparator"] as const;

/** The kind of the cases that a measure counts; `undefined` when there is no such measure. */
export function kindOfMeasure(id: string): CaseKind | undefined {
  const measure = measures.find((each) => each.id === id);
  return measure === undefined ? undefined : caseKindOf(measure.clock);
}

/** A published figure beside what it is counted again. */
export interface DerivedFigure {
  readonly figure: string;
  readonly publication: {
    readonly id: string;
    readonly position: string;
    readonly publishedAt: string;
    readonly period: string;
    readonly from: string;
    readonly to: string;
    readonly cohort: Cohort;
    readonly smallSample: number;
  };
  readonly formula: Formula;
  readonly published: BoardRow;
  readonly recomputed: BoardRow | null;
  readonly equal: boolean;
  /** Cases of the measure's kind that were assessed, and those that could not be. */
  readonly cases: number;
  readonly parked: number;
}

/** A published figure, and the same figure counted again, case by case, from the events of a pack. Throws Underivable. */
export function deriveFigure(figure: string, header: Header, events: readonly StoredEvent[]): DerivedFigure {
  const { publication, published, kind } = publicationIn(figure, events);
  if (!isStated(publication, header)) throw new Underivable("the publication is not of what is stated");
  const known = events.filter(({ position }) => position <= publication.knownAt);
  const { row, cases, parked } = count(publication, published, kind, known);
  return {
    figure,
    publication: {
      id: publication.id,
      position: String(publication.position),
      publishedAt: formatInstant(publication.publishedAt),
      period: publication.period.name,
      from: formatDay(publication.period.from),
      to: formatDay(publication.period.to),
      cohort: publication.cohort,
      smallSample: publication.smallSample,
    },
    formula: published.formula,
    published: rowOf(published),
    recomputed: row,
    equal: canonical(row) === canonical(rowOf(published)),
    cases,
    parked,
  };
}

function publicationIn(
  figure: string,
  events: readonly StoredEvent[],
): { readonly publication: Publication; readonly published: PublishedFigure; readonly kind: CaseKind } {
  const made = events.find(({ kind }) => kind === "board");
  const figures = events.filter(({ kind }) => kind === "figures").flatMap(toFigures);
  const published = figures.find((each) => each.figure === figure);
  const kind = published === undefined ? undefined : kindOfMeasure(published.measure);
  if (made === undefined || published === undefined || kind === undefined)
    throw new Underivable("the publication of the figure is not there");
  return { publication: toPublication(made), published, kind };
}

function isStated(publication: Publication, header: Header): boolean {
  const of = ({ ledger, asOf, knownAt, zone: name, ruleSet, calendar }: Publication | Header): string =>
    JSON.stringify([ledger, asOf, String(knownAt), name, ruleSet, calendar]);
  return of(publication) === of(header);
}

function count(
  publication: Publication,
  { measure, unit }: PublishedFigure,
  kind: CaseKind,
  events: readonly StoredEvent[],
): { readonly row: BoardRow | null; readonly cases: number; readonly parked: number } {
  const { ledger, asOf, cohort, period, smallSample } = publication;
  const own = zone(publication.zone);
  const facts = events.map((event) => ({ kind: event.kind, ...toFact(event) }));
  const isOf = (...kinds: readonly string[]) => facts.filter((fact) => kinds.includes(fact.kind));
  const reference = referenceOf(ledger, isOf(...referenceKinds, "record"));
  const world: World = { rules: rulesOf(publication.ruleSet), zone: own, calendar: reference.calendar };
  if (reference.calendar.versions.join("\n") !== publication.calendar.join("\n"))
    throw new Underivable("the calendar that follows from the events is not the one stated");

  const bySubject = new Map<string, (typeof facts)[number][]>();
  for (const fact of isOf(kind, "record")) {
    const history = bySubject.get(fact.subject) ?? [];
    bySubject.set(fact.subject, history);
    history.push(fact);
  }
  const cases: Assessment[] = [];
  let parked = 0;
  for (const history of bySubject.values()) {
    if (!history.some((fact) => fact.kind === kind)) continue;
    try {
      cases.push(assess(kind, history, world));
    } catch {
      // As the board does: it is counted as one that cannot be assessed.
      parked += 1;
    }
  }
  const window = { from: period.from, to: period.to };
  const cohorts = cohort === "received" ? ([cohort] as const) : ([cohort, "received"] as const);
  const slots = cohorts.flatMap((each) => tally(cases, asOf, window, each, own));
  const rows = measureRows(slots, reference.tree, cohort, {
    ...{ units: [unit], measures: [measure], smallSample },
    comparatorOf: comparatorAt(reference, { window, zone: own, asOf }),
  });
  const [row = null] = boardRows(rows, reference, new Map([[kind, parked]]));
  return { row, cases: cases.length, parked };
}
