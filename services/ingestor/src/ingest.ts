import {
  appendConsumed,
  type ConsumedMessage,
  type ConsumedOutcome,
  type ConsumedRun,
  type LedgerId,
} from "@anshi/ledger";
import { gather } from "@anshi/runtime";
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

/** More messages than this are not brought in by one transaction, unless one batch has more. */
const MOST_MESSAGES = 5_000;

/**
 * Brings batches into the ledger: what is valid as events, what is not among the rejections, and how far the partition was
 * read, all or nothing. Batches of several partitions that come while a transaction is under way are brought in by one. Rejects with
 * LedgerUnavailable; the batch may then be given again, here or elsewhere.
 */
export function ingestion(deps: IngestDeps): (batch: KafkaBatch) => Promise<Ingested> {
  const { pool, ledger, maxAheadMs, keepDays, now } = deps;
  const append = gather<ConsumedRun, ConsumedOutcome>(
    (runs) => appendConsumed(pool, ledger, runs, { keepDays, receivedAt: now() }),
    { weigh: ({ messages }) => messages.length, most: MOST_MESSAGES },
  );
  return async ({ topic, partition, messages: records }) => {
    const messages = records.map((message): ConsumedMessage => {
      const origin = `${topic}/${partition}/${message.offset}`;
      return { offset: message.offset, ...readRecord(message, { now: now(), maxAheadMs, origin }) };
    });
    const outcome = await append({ topic, partition, messages });
    const fresh = messages.slice(outcome.redelivered);
    const rejected = [
      ...fresh.flatMap((message) => ("rejected" in message ? [message.rejected.rejection.code] : [])),
      ...outcome.conflicts.map(({ rejection }) => rejection.code),
    ];
    return { ...outcome, messages: messages.length, rejected };
  };
}
