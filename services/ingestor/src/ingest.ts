import { appendConsumed, type ConsumedMessage, type ConsumedOutcome, type LedgerId } from "@anshi/ledger";
import type { KafkaBatch } from "@anshi/runtime/kafka";
import type { Pool } from "pg";
import { readRecord } from "./binding.js";

export interface IngestDeps {
  readonly pool: Pool;
  readonly ledger: LedgerId;
  readonly maxAheadMs: number;
  /** Days until the bytes of what is refused may be erased. */
  readonly keepDays: number;
  readonly now: () => number;
}

/** A batch that is in the ledger. */
export interface Ingested extends ConsumedOutcome {
  readonly messages: number;
  /** Codes of what was refused, by the decoder and by the ledger. */
  readonly rejected: readonly string[];
}

/**
 * Brings a batch into the ledger: what is valid as events, what is not among the rejections, and how far the partition was
 * read, all or nothing. Rejects with LedgerUnavailable; the batch may then be given again, here or elsewhere.
 */
export async function ingest(deps: IngestDeps, batch: KafkaBatch): Promise<Ingested> {
  const { pool, ledger, maxAheadMs, keepDays } = deps;
  const { topic, partition } = batch;
  const now = deps.now();
  const messages = batch.messages.map((message): ConsumedMessage => {
    const origin = `${topic}/${partition}/${message.offset}`;
    return { offset: message.offset, ...readRecord(message, { now, maxAheadMs, origin }) };
  });
  const outcome = await appendConsumed(pool, ledger, { topic, partition }, messages, {
    keepDays,
    receivedAt: now,
  });
  const fresh = messages.slice(outcome.redelivered);
  const rejected = [
    ...fresh.flatMap((message) => ("rejected" in message ? [message.rejected.rejection.code] : [])),
    ...outcome.conflicts.map(({ rejection }) => rejection.code),
  ];
  return { ...outcome, messages: messages.length, rejected };
}
