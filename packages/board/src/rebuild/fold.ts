import {
  type Assessment,
  add,
  assess,
  type CaseKind,
  type Cohort,
  caseKinds,
  type Instant,
  type MeasureRow,
  measureRows,
  type RuleSet,
  type SlotCounts,
  tally,
  type Window,
  type World,
  type Zone,
} from "@anshi/domain";
import { type LedgerId, type Queryable, readCaseEvents, readKinds } from "@anshi/ledger";
import { comparatorAt } from "../board.js";
import { type CaseFact, toFact } from "../fact.js";
import { caseKey } from "../prepare.js";
import { readReference } from "../reference.js";

/** A board that the fold is to count. */
export interface FoldQuestion {
  readonly asOf: Instant;
  readonly window: Window;
  readonly cohort: Cohort;
}

export interface Fold {
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet;
  readonly knownAt: bigint;
  /** Cases that stand parked, by `kind subject`: they count nowhere. */
  readonly parked: ReadonlySet<string>;
  readonly questions: readonly FoldQuestion[];
  readonly onEvents?: (count: number) => void;
  readonly signal?: AbortSignal;
}

const PAGE = 5_000;

/**
 * Boards by the domain alone: every case of the ledger assessed once from its events, in a stream, and counted one by one. It
 * shares no table, counter or statement with the board, and is what a board must equal.
 */
export async function foldBoards(db: Queryable, fold: Fold): Promise<readonly (readonly MeasureRow[])[]> {
  const { ledger, zone, rules, knownAt, questions } = fold;
  const reference = await readReference(db, ledger, knownAt);
  const world: World = { rules, zone, calendar: reference.calendar };
  const retractions = new Map<string, CaseFact[]>();
  for (const event of await readKinds(db, ledger, ["record"], knownAt)) {
    const own = retractions.get(event.subject) ?? [];
    own.push(toFact(event));
    retractions.set(event.subject, own);
  }
  const counts = questions.map((): SlotCounts[] => []);
  const count = (cases: readonly Assessment[]): void => {
    questions.forEach(({ asOf, window, cohort }, index) => {
      const add = (own: Cohort): void => {
        counts[index]?.push(...tally(cases, asOf, window, own, zone));
      };
      add(cohort);
      if (cohort !== "received") add("received");
      // Slots of one kind add up; what was summed need not be kept apart.
      counts[index] = compact(counts[index] ?? []);
    });
  };
  for (const kind of caseKinds) {
    for await (const cases of casesOf(db, fold, kind)) {
      count(
        cases
          .filter(({ subject }) => !fold.parked.has(caseKey(kind, subject)))
          .map(({ subject, facts }) => assess(kind, [...facts, ...(retractions.get(subject) ?? [])], world)),
      );
    }
  }
  return questions.map((question, index) =>
    measureRows(counts[index] ?? [], reference.tree, question.cohort, {
      comparatorOf: comparatorAt(reference, { ...question, zone }),
    }),
  );
}

/** The cases of a kind with their facts, some at a time, in the order of their subjects. */
async function* casesOf(
  db: Queryable,
  { ledger, knownAt, onEvents, signal }: Fold,
  kind: CaseKind,
): AsyncGenerator<readonly { readonly subject: string; readonly facts: readonly CaseFact[] }[]> {
  let after = { subject: "", position: 0n };
  let open: { subject: string; facts: CaseFact[] } | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const events = await readCaseEvents(db, ledger, kind, after, knownAt, PAGE);
    onEvents?.(events.length);
    const whole: { subject: string; facts: CaseFact[] }[] = [];
    for (const event of events) {
      if (open?.subject !== event.subject) {
        if (open !== undefined) whole.push(open);
        open = { subject: event.subject, facts: [] };
      }
      open.facts.push(toFact(event));
    }
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) {
      yield open === undefined ? whole : [...whole, open];
      return;
    }
    after = { subject: last.subject, position: last.position };
    yield whole;
  }
}

function compact(slots: readonly SlotCounts[]): SlotCounts[] {
  const sums = new Map<string, SlotCounts>();
  for (const slot of slots) {
    const key = JSON.stringify([slot.clock, slot.unit, slot.online, slot.origin, slot.cohort]);
    const before = sums.get(key);
    sums.set(key, before === undefined ? slot : { ...slot, counts: add(before.counts, slot.counts) });
  }
  return [...sums.values()];
}
