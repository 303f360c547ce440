import {
  calendar,
  type MeasureRow,
  measureRows,
  type Published,
  type RuleSet,
  type SlotCounts,
  type Zone,
} from "@anshi/domain";
import { type CrewOptions, type LedgerId, type Queryable, readKinds } from "@anshi/ledger";
import { type BoardRow, boardRows, comparatorAt } from "../board.js";
import { type Reference, readReference } from "../reference.js";
import { chainsOf } from "./chain.js";
import type { CalendarStep } from "./hand.js";
import { foldRanges } from "./hands.js";
import { lastKnown, type ReplayQuestion } from "./question.js";
import { rangesOf } from "./ranges.js";
import { slotsOf } from "./tallies.js";

/** A board to be made, as it is to be shown. */
export interface BoardWanted extends ReplayQuestion {
  readonly smallSample: number;
  /** Units to be shown besides those that have something to show. */
  readonly units?: readonly string[];
}

export interface FoldAllOptions extends CrewOptions {
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet;
  readonly questions: readonly BoardWanted[];
  /** Arrangements taken for those of their years at every position, whatever the ledger says. */
  readonly whatIf?: readonly Published[];
  readonly onEvents?: (count: number) => void;
}

/** Ranges are many, so that progress is seen and no thread is left waiting for the last of another. */
const EVENTS_A_RANGE = 40_000n;

/** A board made of the ledger's events alone. */
export interface FoldedBoard {
  readonly rows: readonly BoardRow[];
  readonly calendar: readonly string[];
}

/**
 * Makes boards at any number of (T, P) in one pass over the ledger, from its events and the domain alone: cases are read one
 * after the other by several threads, assessed as known at each P, and counted in all boards at once. No table of the board
 * is read. Memory holds some cases and the counts, whatever the ledger's size.
 */
export async function foldAll(db: Queryable, options: FoldAllOptions): Promise<readonly FoldedBoard[]> {
  const { ledger, zone, rules, questions, whatIf = [], onEvents = () => undefined } = options;
  const last = lastKnown(questions);
  const ranges = await rangesOf(db, ledger, last, Number(last / EVENTS_A_RANGE) + 1);
  const order = {
    ...{ ledger, rules, zone: zone.name, calendars: await calendarsOf(db, ledger, last, whatIf) },
    questions: questions.map(({ asOf, knownAt, window, cohort }) => ({ asOf, knownAt, window, cohort })),
  };
  const reports = await foldRanges(order, ranges, onEvents, options);
  const slots = slotsOf(
    chainsOf(order.questions),
    reports.flatMap(({ cells }) => cells),
  );
  const parked = reports.flatMap((report) => report.parked);
  const boards: FoldedBoard[] = [];
  for (const [nth, question] of questions.entries()) {
    const reference = await readReference(db, ledger, question.knownAt);
    const rows = rowsOf(slots.get(nth) ?? [], reference, question, zone);
    const unknown = new Map<string, number>();
    for (const { kind, position } of parked)
      if (position <= Number(question.knownAt)) unknown.set(kind, (unknown.get(kind) ?? 0) + 1);
    boards.push({
      rows: boardRows(rows, reference, unknown),
      calendar: calendarOf(reference.arrangements, whatIf).versions,
    });
  }
  return boards;
}

function rowsOf(
  slots: readonly SlotCounts[],
  reference: Reference,
  question: BoardWanted,
  zone: Zone,
): readonly MeasureRow[] {
  const { smallSample, cohort, units = [] } = question;
  const options = { smallSample, comparatorOf: comparatorAt(reference, { ...question, zone }) };
  const rows = measureRows(slots, reference.tree, cohort, options);
  const shown = new Set(rows.map(({ unit }) => unit));
  const others = units.filter((unit) => !shown.has(unit));
  return [...rows, ...measureRows(slots, reference.tree, cohort, { ...options, units: others })];
}

function calendarOf(known: readonly Published[], whatIf: readonly Published[]) {
  return calendar(overlaid(known, whatIf));
}

function overlaid(known: readonly Published[], whatIf: readonly Published[]): readonly Published[] {
  const years = new Set(whatIf.map(({ year }) => year));
  return [...known.filter(({ year }) => !years.has(year)), ...whatIf];
}

/** The calendars known up to a position, each from the position on at which it came to be so. */
async function calendarsOf(
  db: Queryable,
  ledger: LedgerId,
  upTo: bigint,
  whatIf: readonly Published[],
): Promise<readonly CalendarStep[]> {
  const events = await readKinds(db, ledger, ["calendar"], upTo);
  const subjects = [...new Set(events.map(({ subject }) => subject))];
  const retractions = events.length === 0 ? [] : await readKinds(db, ledger, ["record"], upTo, subjects);
  const positions = [...events, ...retractions]
    .map(({ position }) => position)
    .sort((a, b) => (a < b ? -1 : 1));
  const steps: CalendarStep[] = [];
  for (const position of [0n, ...positions]) {
    const { arrangements } = await readReference(db, ledger, position);
    const known = overlaid(arrangements, whatIf);
    const before = steps.at(-1)?.arrangements ?? [];
    const years = differing(before, known);
    if (steps.length === 0 || years.length > 0)
      steps.push({ from: Number(position), arrangements: known, years });
  }
  return steps;
}

/** Years that two sets of arrangements do not say the same of. */
function differing(before: readonly Published[], after: readonly Published[]): readonly number[] {
  const text = (all: readonly Published[], year: number): string =>
    JSON.stringify(all.find((each) => each.year === year) ?? null);
  const years = new Set([...before, ...after].map(({ year }) => year));
  return [...years].filter((year) => text(before, year) !== text(after, year));
}
