import {
  clockKinds,
  cohortOf,
  type Integers,
  integersOf,
  measures,
  type SlotCounts,
  type UnitTree,
} from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { addMarks, partsByKind, seriesOfParts, slotCountsOf } from "../anchored.js";
import { slotCounts } from "../counts.js";
import { counterOf } from "../mark.js";
import { eachMark } from "../mark-bytes.js";
import { allOf, clear } from "../part.js";
import type { Question } from "../question.js";
import { readReference } from "../reference.js";
import { readSlots, type StoredSlot } from "../slot.js";
import { addChange, type Change, type Contributions, figureKey } from "./change.js";
import { changesSince } from "./changes-since.js";
import type { DiffQuery } from "./query.js";
import type { ReferenceStep } from "./reference-steps.js";

/** More changes than anybody reads, in whatever window they count; what lies beyond is not looked at. */
const MOST_CHANGES = 100_000;

/** What the clocks that changed did to each figure, by the tree known at the end. True when there were too many. */
export async function clockChanges(db: Queryable, query: DiffQuery, into: Contributions): Promise<boolean> {
  const { ledger, from, to } = query;
  const { tree } = await readReference(db, ledger, to);
  const slots = await readSlots(db, ledger);
  const slotAt = new Map(slots.map((stored) => [`${stored.slot.clock} ${stored.place}`, stored]));
  const question = questionOf(query, to);
  const byKind = partsByKind(question, clockKinds);
  const parts = [...byKind.values()].flatMap(allOf);
  const bySeries = seriesOfParts(parts);
  const changes = await changesSince(db, question, from, MOST_CHANGES + 1);
  for (const { position, marks } of changes.slice(0, MOST_CHANGES)) {
    const touched = new Set<StoredSlot>();
    eachMark(marks, (series, index) => {
      const { kind, place } = counterOf({ series, index });
      const stored = slotAt.get(`${kind} ${place}`);
      if (stored !== undefined) touched.add(stored);
    });
    addMarks(bySeries, query.asOf, marks);
    for (const [key, integers] of figuresOf(slotCountsOf(byKind, touched), tree, query))
      addChange(into, key, position, integers);
    for (const part of parts) clear(part);
  }
  return changes.length > MOST_CHANGES;
}

/**
 * What a changed tree of units did to each figure, all clocks being as known at the start: what it adds up to differently
 * after each reference event.
 */
export async function treeChanges(
  db: Queryable,
  query: DiffQuery,
  steps: readonly ReferenceStep[],
  into: Contributions,
): Promise<void> {
  const slots = await slotCounts(db, questionOf(query, query.from));
  let before = figuresOf(slots, (await readReference(db, query.ledger, query.from)).tree, query);
  for (const { event, reference } of steps) {
    if (event.kind !== "unit" && event.kind !== "record") continue;
    const after = figuresOf(slots, reference.tree, query);
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const change = difference(before.get(key), after.get(key));
      if (Object.values(change).some((n) => n !== 0)) addChange(into, key, event.position, change);
    }
    before = after;
  }
}

/** The integers of every figure that slots count in, rolled up a tree. */
function figuresOf(
  slots: readonly SlotCounts[],
  tree: UnitTree,
  { cohort }: DiffQuery,
): ReadonlyMap<string, Integers> {
  const figures = new Map<string, Integers>();
  for (const measure of measures) {
    for (const slot of slots) {
      if (slot.cohort !== cohortOf(measure, cohort) || slot.clock !== measure.clock) continue;
      const integers = integersOf(measure, slot, slot.cohort, slot.counts);
      if (Object.values(integers).every((n) => n === 0)) continue;
      for (const unit of tree.upward(slot.unit)) {
        const key = figureKey({ measure: measure.id, unit });
        figures.set(key, difference(undefined, integers, figures.get(key)));
      }
    }
  }
  return figures;
}

/** `after` − `before` + `added`. */
function difference(before?: Integers, after?: Integers, added?: Integers): Integers {
  const of = (name: keyof Integers): number =>
    (after?.[name] ?? 0) - (before?.[name] ?? 0) + (added?.[name] ?? 0);
  return {
    ...{
      kept: of("kept"),
      late: of("late"),
      overdue: of("overdue"),
      pending: of("pending"),
      void: of("void"),
    },
    ...{ provisional: of("provisional"), numerator: of("numerator"), counted: of("counted") },
    unclassified: of("unclassified"),
  } satisfies Integers & Change;
}

function questionOf(query: DiffQuery, knownAt: bigint): Question {
  const { ledger, asOf, window, cohort, zone } = query;
  return { ledger, asOf, window, cohort, zone, knownAt };
}
