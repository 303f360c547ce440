import { type CaseKind, caseKinds, type RuleSet, type World, type Zone } from "@anshi/domain";
import { type LedgerId, type Queryable, readCases, readEvents, type StoredEvent } from "@anshi/ledger";
import { BoardChange } from "./change.js";
import { type CaseFact, toFact } from "./fact.js";
import { follow } from "./history.js";
import { type Reference, readReference } from "./reference.js";

/** What a projection knows between batches; a pure function of the ledger up to `position`. */
export interface Known {
  readonly position: bigint;
  /** The building of the board this is of: slots held in memory are its own. */
  readonly generation: string;
  readonly reference: Reference;
  /** Subjects named by retractions: only their cases need them read. */
  readonly retracted: ReadonlySet<string>;
  /** Cases parked, by `kind subject`. */
  readonly parked: ReadonlySet<string>;
}

/** A batch read and assessed, not yet written. */
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

export interface Source {
  readonly db: Queryable;
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet;
  readonly upTo?: () => bigint;
}

/** Reads the next events after what is known and assesses the cases they touch; `undefined` at the head. */
export async function prepare(source: Source, known: Known, limit: number): Promise<Prepared | undefined> {
  const { db, ledger, zone, rules } = source;
  const events = upToCalendar(
    await readEvents(db, ledger, known.position, limit, source.upTo?.()),
    known.reference,
  );
  const last = events.at(-1);
  if (last === undefined) return undefined;

  const world: World = { rules, zone, calendar: known.reference.calendar };
  const changesReference = events.some((event) => isReference(event, known.reference));
  const reference = changesReference ? await readReference(db, ledger, last.position) : known.reference;
  const calendarChanged = reference.calendar.versions.join() !== known.reference.calendar.versions.join();
  const after: World = calendarChanged ? { rules, zone, calendar: reference.calendar } : world;

  const retracting = events.filter(({ kind }) => kind === "record").map(({ subject }) => subject);
  const retracted = retracting.length === 0 ? known.retracted : new Set([...known.retracted, ...retracting]);
  const change = new BoardChange();
  const touched = await touchedCases(source, events, retracted, known);
  for (const each of touched) follow(each, world, after, change);
  const parking = change.parked.map(({ kind, subject }) => caseKey(kind, subject));
  const parked = parking.length === 0 ? known.parked : new Set([...known.parked, ...parking]);
  return {
    known: { ...known, position: last.position, reference, retracted, parked },
    change,
    world: after,
    referenceSteps: events.filter((event) => isReference(event, reference)).map(({ position }) => position),
    followed: new Set(calendarChanged ? touched.map(({ kind, subject }) => caseKey(kind, subject)) : []),
    ...(calendarChanged ? { calendarBefore: world } : {}),
  };
}

/** An event that may change the calendar stands in a batch of its own: all before it is counted with the old one. */
function upToCalendar(events: readonly StoredEvent[], reference: Reference): readonly StoredEvent[] {
  const index = events.findIndex((event) => event.kind === "calendar" || retractsReference(event, reference));
  return index < 0 ? events : events.slice(0, Math.max(index, 1));
}

function isReference(event: StoredEvent, reference: Reference): boolean {
  return referenceKinds.has(event.kind) || retractsReference(event, reference);
}

const referenceKinds: ReadonlySet<string> = new Set(["calendar", "unit", "comparator"]);

function retractsReference(event: StoredEvent, reference: Reference): boolean {
  return event.kind === "record" && reference.subjects.has(event.subject);
}

/** Groups the new events by case, with the history each case had before. */
async function touchedCases(
  { db, ledger }: Source,
  events: readonly StoredEvent[],
  retracted: ReadonlySet<string>,
  known: Known,
): Promise<readonly { kind: CaseKind; subject: string; history: CaseFact[]; fresh: CaseFact[] }[]> {
  const cases = new Map<
    string,
    { kind: CaseKind; subject: string; history: CaseFact[]; fresh: CaseFact[] }
  >();
  const touch = (kind: CaseKind, subject: string): CaseFact[] => {
    const key = caseKey(kind, subject);
    const touched = cases.get(key) ?? { kind, subject, history: [], fresh: [] };
    cases.set(key, touched);
    return touched.fresh;
  };
  for (const event of events) {
    const fact = toFact(event);
    if (event.kind === "record") for (const kind of caseKinds) touch(kind, event.subject).push(fact);
    else if (isCaseKind(event.kind)) touch(event.kind, event.subject).push(fact);
  }
  for (const key of known.parked) cases.delete(key);

  const wanted = [...cases.values()];
  const retractions = wanted.filter(({ subject }) => retracted.has(subject));
  const histories = await readCases(
    db,
    ledger,
    [...wanted, ...retractions.map(({ subject }) => ({ kind: "record", subject }))],
    known.position,
  );
  for (const event of histories) {
    const fact = toFact(event);
    if (event.kind === "record") {
      for (const kind of caseKinds) cases.get(caseKey(kind, event.subject))?.history.push(fact);
    } else cases.get(caseKey(event.kind, event.subject))?.history.push(fact);
  }
  return wanted;
}

function isCaseKind(kind: string): kind is CaseKind {
  return (caseKinds as readonly string[]).includes(kind);
}

/** A case as a text; kinds hold no space. */
export function caseKey(kind: string, subject: string): string {
  return `${kind} ${subject}`;
}
