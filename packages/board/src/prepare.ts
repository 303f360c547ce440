import { setImmediate } from "node:timers/promises";
import type { RuleSet, World, Zone } from "@anshi/domain";
import { BoardChange } from "./change.js";
import { follow } from "./history.js";
import { type Batch, caseKey, type ReadFrom } from "./read-batch.js";
import type { Reference } from "./reference.js";

/** What a projection knows between batches; a pure function of the ledger up to `position`. */
export interface Known extends ReadFrom {
  /** The building of the board this is of: slots held in memory are its own. */
  readonly generation: string;
}

/** A batch assessed, not yet written. */
export interface Prepared {
  readonly known: Known;
  readonly change: BoardChange;
  /** Set when the batch is one event that changed the calendar: every clock it touches is to be derived again. */
  readonly calendarBefore?: World;
  readonly world: World;
  /** Positions of the events that may have changed the reference. */
  readonly referenceSteps: readonly bigint[];
  /** Cases that the batch's own events touched, by `kind subject`. */
  readonly followed: ReadonlySet<string>;
}

const CASES_AT_ONCE = 200;

/** Assesses the cases that a batch touches, which goes on from what is known; gives way to what else there is to do. */
export async function prepare(
  batch: Batch,
  known: Known,
  { rules, zone }: { readonly rules: RuleSet; readonly zone: Zone },
): Promise<Prepared> {
  const { position, reference, retracted, touched, referenceSteps } = batch;
  const worldOf = ({ calendar }: Reference): World => ({ rules, zone, calendar });
  const before = worldOf(batch.before);
  const isOther = reference.calendar.versions.join() !== batch.before.calendar.versions.join();
  const world = isOther ? worldOf(reference) : before;
  const change = new BoardChange();
  for (const [nth, each] of touched.entries()) {
    if (nth % CASES_AT_ONCE === 0) await setImmediate();
    if (!known.parked.has(caseKey(each.kind, each.subject))) follow(each, before, world, change);
  }
  const parking = change.parked.map(({ kind, subject }) => caseKey(kind, subject));
  return {
    known: {
      ...{ position, generation: known.generation, reference, retracted },
      parked: parking.length === 0 ? known.parked : new Set([...known.parked, ...parking]),
    },
    change,
    world,
    referenceSteps,
    followed: new Set(isOther ? touched.map(({ kind, subject }) => caseKey(kind, subject)) : []),
    ...(isOther ? { calendarBefore: before } : {}),
  };
}
