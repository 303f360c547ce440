import type { Pool } from "pg";
import { appendBatch, CONFLICT_FOUND } from "./append-batch.js";
import { asUnavailable, codeOf } from "./errors.js";
import type { LedgerId } from "./ledger-id.js";
import type { NewEvent } from "./new-event.js";

/** What became of it: recorded now, recorded before by the same events, or not at all, because others stand in their place. */
export type OwnOutcome = "recorded" | "standing" | "conflict";

/**
 * Appends events that the system itself makes, as one batch: all of them, or none. Tried again after an answer that was lost,
 * they count once. Rejects with LedgerUnavailable when the database cannot be reached.
 */
export async function appendOwn(
  pool: Pool,
  ledger: LedgerId,
  events: readonly NewEvent[],
): Promise<OwnOutcome> {
  try {
    const { refused } = await appendBatch(pool, ledger, events, false);
    return refused.length < events.length ? "recorded" : "standing";
  } catch (error) {
    if (codeOf(error) === CONFLICT_FOUND) return "conflict";
    throw asUnavailable(error);
  }
}
