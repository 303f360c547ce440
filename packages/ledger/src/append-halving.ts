import type { PoolClient } from "pg";
import { appendBatch, type BatchOutcome, type Refused } from "./append-batch.js";
import { isDataError } from "./errors.js";
import type { LedgerId } from "./ledger-id.js";
import type { NewEvent } from "./new-event.js";

/** A batch's outcome, with the events that the database cannot store at all. */
export interface HalvingOutcome extends BatchOutcome {
  /** Indices among the events given. */
  readonly unstorable: readonly number[];
}

/**
 * Appends within the client's transaction. When the database finds a value at fault, halves the batch until the bad one is
 * alone, so that it blocks no other. Every other error rejects, and leaves the transaction failed.
 */
export async function appendHalving(
  client: PoolClient,
  ledger: LedgerId,
  events: readonly NewEvent[],
): Promise<HalvingOutcome> {
  const whole = await attempt(client, ledger, events);
  if (whole !== undefined) return { ...whole, unstorable: [] };
  if (events.length === 1) return { ...(await appendBatch(client, ledger, [], true)), unstorable: [0] };
  const middle = Math.ceil(events.length / 2);
  const left = await appendHalving(client, ledger, events.slice(0, middle));
  const right = await appendHalving(client, ledger, events.slice(middle));
  const shifted: readonly Refused[] = right.refused.map((each) => ({ ...each, index: each.index + middle }));
  return {
    head: right.head,
    recordedAt: right.recordedAt,
    refused: [...left.refused, ...shifted],
    unstorable: [...left.unstorable, ...right.unstorable.map((index) => index + middle)],
  };
}

/** The outcome; `undefined` when a value is at fault, with the transaction as it was before. */
async function attempt(
  client: PoolClient,
  ledger: LedgerId,
  events: readonly NewEvent[],
): Promise<BatchOutcome | undefined> {
  await client.query("savepoint before_batch");
  try {
    const outcome = await appendBatch(client, ledger, events, true);
    await client.query("release savepoint before_batch");
    return outcome;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await client.query("rollback to savepoint before_batch; release savepoint before_batch");
    return undefined;
  }
}
