import { caseKinds, isCaseKind } from "@anshi/domain";
import { type LedgerId, type Queryable, readCases, readPositions, type StoredEvent } from "@anshi/ledger";

/** Why a figure is another one now. */
export type Cause =
  /** It happened after the first position was recorded. */
  | "new"
  /** It had happened by then, and was told later. */
  | "late-entry"
  /** It stands in the place of a fact of its kind that was retracted. */
  | "correction"
  | "retraction"
  | "classification"
  | "calendar"
  | "unit"
  | "comparator"
  /** From it on the case could not be assessed. */
  | "parked";

const ofReference: Readonly<Record<string, Cause>> = {
  calendar: "calendar",
  unit: "unit",
  comparator: "comparator",
};

/** The causes of events that changed figures between two positions, by position. */
export async function causesOf(
  db: Queryable,
  ledger: LedgerId,
  events: readonly StoredEvent[],
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Promise<ReadonlyMap<bigint, Cause>> {
  const [last] = await readPositions(db, ledger, [from]);
  const recordedBy = last?.recordedAt ?? Number.NEGATIVE_INFINITY;
  const histories = await historiesOf(db, ledger, events, to);
  const causes = new Map<bigint, Cause>();
  for (const event of events)
    causes.set(event.position, causeOf(event, histories.get(event.subject) ?? [], recordedBy));
  return causes;
}

function causeOf(event: StoredEvent, history: readonly StoredEvent[], recordedBy: number): Cause {
  if (event.kind === "record") {
    const named = history.find((each) => isNamed(each, event));
    return ofReference[named?.kind ?? ""] ?? "retraction";
  }
  const reference = ofReference[event.kind];
  if (reference !== undefined) return reference;
  if (event.type.endsWith(".classified.v1")) return "classification";
  const replaced = history.some(
    (each) =>
      each.type === event.type &&
      each.position < event.position &&
      history.some((record) => record.kind === "record" && isNamed(each, record)),
  );
  if (replaced) return "correction";
  return event.occurredAt <= recordedBy ? "late-entry" : "new";
}

function isNamed(event: StoredEvent, record: StoredEvent): boolean {
  const { data } = JSON.parse(record.body) as {
    readonly data: { readonly source: string; readonly id: string };
  };
  return event.source === data.source && event.id === data.id;
}

const AT_ONCE = 1_000;

/** All events of the subjects concerned, their retractions and what those retract included. */
async function historiesOf(
  db: Queryable,
  ledger: LedgerId,
  events: readonly StoredEvent[],
  to: bigint,
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
  const kinds: readonly string[] = [...caseKinds, ...Object.keys(ofReference)];
  const wanted = events.flatMap(({ kind, subject }) =>
    kind === "record"
      ? ["record", ...kinds].map((each) => ({ kind: each, subject }))
      : isCaseKind(kind)
        ? [
            { kind, subject },
            { kind: "record", subject },
          ]
        : [],
  );
  const histories = new Map<string, StoredEvent[]>();
  for (let nth = 0; nth < wanted.length; nth += AT_ONCE) {
    for (const event of await readCases(db, ledger, wanted.slice(nth, nth + AT_ONCE), to)) {
      const own = histories.get(event.subject) ?? [];
      if (!own.some(({ position }) => position === event.position)) own.push(event);
      histories.set(event.subject, own);
    }
  }
  return histories;
}
