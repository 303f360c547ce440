import { type CaseKind, caseKinds, isCaseKind } from "@anshi/domain";
import { type LedgerId, withClient } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import type { TouchedCase } from "./history.js";
import { type ReadFact, readFacts, readHistories } from "./read-facts.js";
import { type Reference, readReference } from "./reference.js";

/** Where a reading goes on, and what it must know of all before. */
export interface ReadFrom {
  readonly position: bigint;
  readonly reference: Reference;
  /** Subjects named by retractions: only their cases need them read. */
  readonly retracted: ReadonlySet<string>;
  /** Cases parked, by `kind subject`: what is new of them is nothing to the board. */
  readonly parked: ReadonlySet<string>;
}

/** Events read, with all that assessing them needs. */
export interface Batch {
  readonly position: bigint;
  readonly before: Reference;
  readonly reference: Reference;
  readonly retracted: ReadonlySet<string>;
  readonly touched: readonly TouchedCase[];
  /** Positions of the events that may have changed the reference. */
  readonly referenceSteps: readonly bigint[];
  /** There are more events, for it holds as many as were asked for. */
  readonly isFull: boolean;
}

export interface Source {
  readonly pool: Pool;
  readonly ledger: LedgerId;
  readonly upTo?: () => bigint;
}

/** Reads the next events, at most `limit`, and the histories of the cases they touch; `undefined` at the head. */
export async function readBatch(source: Source, from: ReadFrom, limit: number): Promise<Batch | undefined> {
  return withClient(source.pool, async (client, discard) => {
    try {
      return await readOn(client, source, from, limit);
    } catch (error) {
      // In the midst of a COPY it would answer the next question with what is left of this one.
      discard();
      throw error;
    }
  });
}

async function readOn(
  client: PoolClient,
  { ledger, upTo }: Source,
  from: ReadFrom,
  limit: number,
): Promise<Batch | undefined> {
  const most = from.position + BigInt(limit);
  const bound = upTo?.() ?? most;
  const found = await readFacts(client, ledger, from.position, bound < most ? bound : most);
  const facts = upToCalendar(found, from.reference);
  const last = facts.at(-1);
  if (last === undefined) return undefined;
  const isOther = facts.some((fact) => isReference(fact, from.reference));
  const reference = isOther ? await readReference(client, ledger, last.position) : from.reference;
  const retracting = facts.filter(({ kind }) => kind === "record").map(({ subject }) => subject);
  const retracted = retracting.length === 0 ? from.retracted : new Set([...from.retracted, ...retracting]);
  return {
    position: last.position,
    before: from.reference,
    reference,
    retracted,
    touched: await touchedCases(client, ledger, facts, { ...from, retracted }),
    referenceSteps: facts.filter((fact) => isReference(fact, reference)).map(({ position }) => position),
    isFull: facts.length === limit,
  };
}

/** An event that may change the calendar stands in a batch of its own: all before it is counted with the old one. */
function upToCalendar(events: readonly ReadFact[], reference: Reference): readonly ReadFact[] {
  const index = events.findIndex((event) => event.kind === "calendar" || retractsReference(event, reference));
  return index < 0 ? events : events.slice(0, Math.max(index, 1));
}

function isReference(event: ReadFact, reference: Reference): boolean {
  return referenceKinds.has(event.kind) || retractsReference(event, reference);
}

const referenceKinds: ReadonlySet<string> = new Set(["calendar", "unit", "comparator"]);

function retractsReference(event: ReadFact, reference: Reference): boolean {
  return event.kind === "record" && reference.subjects.has(event.subject);
}

/** Groups the new events by case, with the history each case had before. */
async function touchedCases(
  client: PoolClient,
  ledger: LedgerId,
  events: readonly ReadFact[],
  { position, retracted, parked }: ReadFrom,
): Promise<readonly TouchedCase[]> {
  const cases = new Map<string, TouchedCase & { history: ReadFact[]; fresh: ReadFact[] }>();
  const touch = (kind: CaseKind, subject: string): ReadFact[] => {
    const key = caseKey(kind, subject);
    const touched = cases.get(key) ?? { kind, subject, history: [], fresh: [] };
    cases.set(key, touched);
    return touched.fresh;
  };
  for (const fact of events) {
    if (fact.kind === "record") for (const kind of caseKinds) touch(kind, fact.subject).push(fact);
    else if (isCaseKind(fact.kind)) touch(fact.kind, fact.subject).push(fact);
  }
  for (const key of parked) cases.delete(key);

  const wanted = [...cases.values()];
  const retractions = wanted.filter(({ subject }) => retracted.has(subject));
  const histories = await readHistories(
    client,
    ledger,
    [...wanted, ...retractions.map(({ subject }) => ({ kind: "record", subject }))],
    position,
  );
  for (const fact of histories) {
    if (fact.kind === "record")
      for (const kind of caseKinds) cases.get(caseKey(kind, fact.subject))?.history.push(fact);
    else cases.get(caseKey(fact.kind, fact.subject))?.history.push(fact);
  }
  return wanted;
}

/** A case as a text; kinds hold no space. */
export function caseKey(kind: string, subject: string): string {
  return `${kind} ${subject}`;
}
