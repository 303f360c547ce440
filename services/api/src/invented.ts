import { isInvented } from "@anshi/domain";
import { type LedgerId, type Position, type Queryable, readEvents } from "@anshi/ledger";

/** A demonstration or a simulation begins with its own units: a look at the first events tells. */
const FIRST_EVENTS = 20;

/** Whether a ledger, as known at a position, is a demonstration's or a simulation's. */
export async function inventedAt(db: Queryable, ledger: LedgerId, knownAt: Position): Promise<boolean> {
  const first = await readEvents(db, ledger, 0n as Position, FIRST_EVENTS, knownAt);
  return first.some(({ source }) => isInvented(source));
}
