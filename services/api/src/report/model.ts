import {
  comparatorAt,
  figuresOf,
  type ListItem,
  type ListState,
  list,
  type Publication,
  type PublishedFigure,
  type Reference,
  readReference,
} from "@anshi/board";
import {
  type Comparator,
  type Day,
  type Measure,
  measures,
  parseDay,
  UNREGISTERED,
  type UnitTree,
  workingDaysAfter,
  type Zone,
  zone,
} from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { inventedAt } from "../invented.js";
import { type Ranked, ranked } from "./ranking.js";

/** A measure in a report: the whole, and its units in order of merit. */
export interface ReportMeasure {
  readonly measure: Measure;
  readonly national: Comparator | null;
  /** `null`: it was not published of the whole. */
  readonly whole: PublishedFigure | null;
  readonly units: readonly Ranked[];
}

/** A clock of an annex. */
export interface ReportCase extends ListItem {
  readonly unitName: string;
  /** Calendar days from the period's last day to the due day, negative once it is over; `null`: no due. */
  readonly days: number | null;
}

/** An annex: its first cases, and whether there are more. */
export interface Annex {
  readonly cases: readonly ReportCase[];
  readonly more: boolean;
}

/** All that a report says: a function of the publication alone, whenever it is made. */
export interface Report {
  readonly publication: Publication;
  readonly zone: Zone;
  /** Who the report is of: the unit that all others lie under. */
  readonly issuer: string;
  /** Its cases are a demonstration's or a simulation's. */
  readonly invented: boolean;
  readonly measures: readonly ReportMeasure[];
  readonly nearDue: Annex;
  readonly overdue: Annex;
}

/** Working days ahead that a due is near. */
export const NEAR_WORKING_DAYS = 5;
/** Cases an annex holds; a table of more is a list, and `/v1/cases` gives it. */
const MOST_CASES = 2_000;

/** Reads all of a report, within one repeatable-read transaction. */
export async function readReport(db: Queryable, publication: Publication): Promise<Report> {
  const own = zone(publication.zone);
  const reference = await readReference(db, publication.ledger, publication.knownAt);
  const figures = await figuresOf(db, publication);
  const { tree } = reference;
  const whole = wholeOf(tree);
  const { from, to } = publication.period;
  const nationalOf = comparatorAt(reference, { window: { from, to }, zone: own, asOf: publication.asOf });
  const shown = new Set(childrenOf(tree, whole));
  return {
    publication,
    zone: own,
    issuer: tree.units.get(whole)?.name ?? publication.ledger,
    invented: await inventedAt(db, publication.ledger, publication.knownAt),
    measures: measures.map((measure) => {
      const all = figures.filter((figure) => figure.measure === measure.id);
      return {
        measure,
        national: nationalOf(measure.id) ?? null,
        whole: all.find(({ unit }) => unit === whole) ?? null,
        // Those that nobody registered hang under the root, and are shown.
        units: ranked(
          all.filter(({ unit }) => unit !== tree.root && (shown.has(unit) || !tree.units.has(unit))),
        ),
      };
    }),
    nearDue: await annex(db, publication, reference, own, "near-due"),
    overdue: await annex(db, publication, reference, own, "overdue"),
  };
}

/** The unit all others lie under: from the root down as long as there is but one. */
function wholeOf(tree: UnitTree): string {
  let whole = tree.root;
  for (;;) {
    const [only, ...others] = childrenOf(tree, whole);
    if (only === undefined || others.length > 0 || childrenOf(tree, only).length === 0) return whole;
    whole = only;
  }
}

function childrenOf(tree: UnitTree, unit: string): readonly string[] {
  return [...tree.units.keys()].filter((each) => each !== unit && tree.upward(each)[1] === unit);
}

async function annex(
  db: Queryable,
  { ledger, asOf, knownAt, period }: Publication,
  { calendar, tree }: Reference,
  own: Zone,
  state: ListState,
): Promise<Annex> {
  const page = await list(db, {
    ...{ ledger, zone: own, asOf, knownAt, state, limit: MOST_CASES },
    ...(state === "near-due" ? { nearBy: workingDaysAfter(calendar, period.to, NEAR_WORKING_DAYS) } : {}),
  });
  return {
    cases: page.items.map((item) => ({
      ...item,
      unitName: tree.units.get(item.unit)?.name ?? `${UNREGISTERED} ${item.unit}`,
      days: daysTo(item.due, period.to),
    })),
    more: page.next !== null,
  };
}

function daysTo(due: string | null, last: Day): number | null {
  const day = due === null ? undefined : parseDay(due);
  return day === undefined ? null : day - last;
}
