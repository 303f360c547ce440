import { head, type LedgerId, type Queryable } from "@anshi/ledger";
import type { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import type { Reading } from "./reading.js";

type Known = Pick<Reading, "defaultLedger" | "configured">;

/**
 * The ledger a request asks about, by default the service's own. A name mistyped must not pass for a ledger of which there is nothing to
 * tell: throws a Problem (400) for one that holds no event, unless the configuration names it.
 */
export async function ledgerAsked(db: Queryable, known: Known, parameters: Parameters): Promise<LedgerId> {
  const ledger = parameters.ledger(known.defaultLedger);
  if (!(await isKnown(db, known, ledger)))
    throw new Problem(400, "bad-parameter", `ledger: ${ledger} holds no event`);
  return ledger;
}

/** Whether there is a ledger of this name: it holds an event, or the configuration names it. */
export async function isKnown(db: Queryable, { configured }: Known, ledger: LedgerId): Promise<boolean> {
  return configured.includes(ledger) || (await head(db, ledger)).position > 0n;
}
