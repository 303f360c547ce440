import { readEvents } from "@anshi/ledger";
import type pg from "pg";
import { LEDGER } from "./ledger.js";

export interface LedgerCheck {
  readonly events: number;
  readonly breaches: readonly string[];
}

const PAGE = 5_000;

/** Holds the ledger against what was sent and what was acknowledged: nothing lost, doubled, skipped or made up. */
export async function checkLedger(
  db: pg.Pool,
  sent: ReadonlySet<string>,
  acknowledged: ReadonlySet<string>,
): Promise<LedgerCheck> {
  const breaches: string[] = [];
  const stored = new Set<string>();
  let doubled = 0;
  let unsent = 0;
  let position = 0n;
  for (;;) {
    const page = await readEvents(db, LEDGER, position, PAGE);
    for (const event of page) {
      position += 1n;
      if (event.position !== position) {
        breaches.push(`position ${event.position} stands where ${position} should`);
        position = event.position;
      }
      if (stored.has(event.id)) doubled += 1;
      stored.add(event.id);
      if (!sent.has(event.id)) unsent += 1;
    }
    if (page.length < PAGE) break;
  }
  const lost = [...acknowledged].filter((id) => !stored.has(id));
  if (lost.length > 0) breaches.push(`${lost.length} acknowledged events are lost, ${lost[0]} among them`);
  if (doubled > 0) breaches.push(`${doubled} events are in the ledger more than once`);
  if (unsent > 0) breaches.push(`${unsent} events of the ledger were never sent`);
  return { events: stored.size, breaches: breaches.slice(0, 10) };
}
