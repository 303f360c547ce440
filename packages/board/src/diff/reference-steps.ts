import { type LedgerId, type Queryable, readKinds, type StoredEvent } from "@anshi/ledger";
import { type Reference, readReference } from "../reference.js";

/** A reference event, and the reference from it on. */
export interface ReferenceStep {
  readonly event: StoredEvent;
  readonly reference: Reference;
}

const referenceKinds = ["calendar", "unit", "comparator"];

/** The events in (from, to] that may have changed the reference, in order. */
export async function referencesBetween(
  db: Queryable,
  ledger: LedgerId,
  from: bigint,
  to: bigint,
): Promise<readonly ReferenceStep[]> {
  const known = await readReference(db, ledger, to);
  const events = [
    ...(await readKinds(db, ledger, referenceKinds, to)),
    ...(await readKinds(db, ledger, ["record"], to, [...known.subjects])),
  ]
    .filter(({ position }) => position > from)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  const steps: ReferenceStep[] = [];
  for (const event of events) {
    steps.push({ event, reference: await readReference(db, ledger, event.position) });
  }
  return steps;
}
