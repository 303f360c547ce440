import type { Rejection } from "@anshi/domain";
import type { AppendOutcome, LedgerId } from "@anshi/ledger";
import { type AppendAll, groupCommit } from "./group.js";
import { type Delivery, type Headers, readDelivery } from "./intake.js";
import { Parameters } from "./parameters.js";

/** Answers `POST /v1/events`. */
export type PostEvents = (
  headers: Headers,
  body: Buffer,
  query: Readonly<Record<string, unknown>>,
  requestId: string,
) => Promise<object>;

/** A refused message by its index in the request. */
export interface RefusedMember extends Rejection {
  readonly index: number;
  readonly id: string | null;
}

export interface PostEventsDeps {
  readonly appendAll: AppendAll;
  readonly defaultLedger: LedgerId;
  readonly maxAheadMs: number;
  readonly now: () => number;
}

/**
 * The intake: what is valid is in the ledger when this resolves, what is not is kept with its reason; the answer names each
 * rejected message by its index in the request.
 */
export function postEvents(deps: PostEventsDeps): PostEvents {
  const commit = groupCommit(deps.appendAll);
  return async (headers, body, query, requestId) => {
    const ledger = new Parameters(query).only("ledger").ledger(deps.defaultLedger);
    const origin = `request ${requestId}`;
    const delivery = readDelivery(headers, body, { now: deps.now(), maxAheadMs: deps.maxAheadMs, origin });
    const outcome = await commit(ledger, delivery);
    return {
      ledger,
      accepted: outcome.accepted,
      duplicates: outcome.duplicates,
      position: String(outcome.position),
      rejected: refusedOf(delivery, outcome),
    };
  };
}

/** What was refused of a delivery, by the decoder or by the ledger, in the order of the request. */
export function refusedOf(delivery: Delivery, outcome: AppendOutcome): readonly RefusedMember[] {
  return [
    ...delivery.rejected.map(({ rejection, id }, nth) => ({
      index: delivery.rejectedIndex[nth] ?? 0,
      id: id ?? null,
      ...rejection,
    })),
    ...outcome.conflicts.map(({ index, rejection }) => ({
      index: delivery.eventIndex[index] ?? 0,
      id: delivery.events[index]?.id ?? null,
      ...rejection,
    })),
  ].sort((a, b) => a.index - b.index);
}
