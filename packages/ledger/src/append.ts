import { conflictingDuplicate, type Rejection } from "@anshi/domain";
import type { Pool, PoolClient } from "pg";
import { appendBatch, CONFLICT_FOUND, WRONG_ISOLATION } from "./append-batch.js";
import { appendHalving, type HalvingOutcome } from "./append-halving.js";
import { asUnavailable, codeOf, isDataError } from "./errors.js";
import { keepRejected } from "./keep-rejected.js";
import type { LedgerId, Position } from "./ledger-id.js";
import { type NewEvent, rawOf } from "./new-event.js";
import type { Door, RejectedMessage } from "./rejected-message.js";
import { inTransaction } from "./session.js";
import { unstorable } from "./unstorable.js";

/** What one request, record or file brings. */
export interface Submission {
  readonly events: readonly NewEvent[];
  /** What was refused before: kept in the same transaction. */
  readonly rejected: readonly RejectedMessage[];
}

export interface AppendContext {
  readonly door: Door;
  /** Where events that name no origin of their own came from. */
  readonly origin?: string;
  /** Milliseconds since 1970; default now. */
  readonly receivedAt?: number;
  /** Days until the bytes of rejected messages are erased; default 90. */
  readonly keepDays?: number;
  /** `false`: what the ledger refuses is told but not kept, because it is kept already. */
  readonly keep?: boolean;
}

/** An event that the ledger itself refused; it is kept among the rejections. */
export interface Conflict {
  /** Index among the submission's events. */
  readonly index: number;
  /** `conflicting-duplicate`; or `invalid-data` for a value that passed the decoder and that the database cannot hold. */
  readonly rejection: Rejection;
}

/** What became of a submission. */
export interface AppendOutcome {
  readonly accepted: number;
  readonly duplicates: number;
  /** The ledger's head: every event of the submission that counts stands at or before it. */
  readonly position: Position;
  /** When the head was recorded, milliseconds since 1970; null while the ledger is empty. */
  readonly recordedAt: number | null;
  readonly conflicts: readonly Conflict[];
}

/**
 * Appends several submissions in one transaction and answers each in its order. When it resolves all is durable; when it
 * rejects nothing may be taken as accepted, and it may be tried again: events count once. Rejects with LedgerUnavailable
 * when the database cannot be reached or is at its limits.
 */
export async function appendAll(
  pool: Pool,
  ledger: LedgerId,
  submissions: readonly Submission[],
  context: AppendContext,
): Promise<readonly AppendOutcome[]> {
  const events = submissions.flatMap((submission) => submission.events);
  const rejected = submissions.flatMap((submission) => submission.rejected);
  try {
    const stored =
      (rejected.length === 0 ? await storeAtOnce(pool, ledger, events) : undefined) ??
      (await storeAndKeep(pool, ledger, events, rejected, context));
    return share(submissions, stored);
  } catch (error) {
    throw asUnavailable(error);
  }
}

/** Appends one submission; see appendAll. */
export async function append(
  pool: Pool,
  ledger: LedgerId,
  submission: Submission & AppendContext,
): Promise<AppendOutcome> {
  const [outcome] = await appendAll(pool, ledger, [submission], submission);
  if (outcome === undefined) throw new Error("one submission gave no outcome");
  return outcome;
}

/** The common case in one round trip; `undefined`, and nothing done, when something must be kept beside the events. */
async function storeAtOnce(
  pool: Pool,
  ledger: LedgerId,
  events: readonly NewEvent[],
): Promise<HalvingOutcome | undefined> {
  try {
    return { ...(await appendBatch(pool, ledger, events, false)), unstorable: [] };
  } catch (error) {
    const code = codeOf(error);
    if (code === CONFLICT_FOUND || code === WRONG_ISOLATION || isDataError(error)) return undefined;
    throw error;
  }
}

async function storeAndKeep(
  pool: Pool,
  ledger: LedgerId,
  events: readonly NewEvent[],
  rejected: readonly RejectedMessage[],
  context: AppendContext,
): Promise<HalvingOutcome> {
  return inTransaction(pool, (client) => storeIn(client, ledger, events, rejected, context));
}

/** Appends and keeps within the client's transaction, which fails with it. */
export async function storeIn(
  client: PoolClient,
  ledger: LedgerId,
  events: readonly NewEvent[],
  rejected: readonly RejectedMessage[],
  context: AppendContext,
): Promise<HalvingOutcome> {
  const { door, receivedAt = Date.now(), keepDays = 90, origin = "", keep = true } = context;
  const stored = await appendHalving(client, ledger, events);
  if (!keep) return stored;
  const refused = refusals(stored).flatMap(({ index, rejection }) => {
    const event = events[index];
    if (event === undefined) return [];
    return [
      {
        rejection,
        payload: rawOf(event),
        origin: event.origin ?? origin,
        source: event.source,
        id: event.id,
      },
    ];
  });
  await keepRejected(client, ledger, [...rejected, ...refused], { door, receivedAt, keepDays });
  return stored;
}

function refusals(stored: HalvingOutcome): readonly Conflict[] {
  const conflicts = stored.refused.filter(({ outcome }) => outcome === "conflict");
  return [
    ...conflicts.map(({ index }) => ({ index, rejection: conflictingDuplicate() })),
    ...stored.unstorable.map((index) => ({ index, rejection: unstorable() })),
  ].sort((a, b) => a.index - b.index);
}

/** Gives each submission its part of the outcome. */
function share(submissions: readonly Submission[], stored: HalvingOutcome): readonly AppendOutcome[] {
  let from = 0;
  return submissions.map(({ events }) => {
    const start = from;
    from += events.length;
    return shareOut(events, stored, start);
  });
}

/** The outcome of the events that stand from an index on among all that were stored. */
export function shareOut(events: readonly NewEvent[], stored: HalvingOutcome, start = 0): AppendOutcome {
  const isOwn = ({ index }: { readonly index: number }) => index >= start && index < start + events.length;
  const conflicts = refusals(stored)
    .filter(isOwn)
    .map((each) => ({ ...each, index: each.index - start }));
  const duplicates = stored.refused.filter((each) => each.outcome === "duplicate" && isOwn(each)).length;
  return {
    accepted: events.length - duplicates - conflicts.length,
    duplicates,
    position: stored.head,
    recordedAt: stored.recordedAt,
    conflicts,
  };
}
