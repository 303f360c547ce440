import type { fetchV17, RecordsBatch } from "@platformatic/kafka";
import type { KafkaMessage } from "../port.js";

/** What a fetch brought of a partition, and the offset behind it: beyond the last message where a marker follows it. */
export interface Records {
  readonly messages: readonly KafkaMessage[];
  readonly after: bigint;
}

// Attributes of a batch, as the protocol numbers them.
const LOG_APPEND_TIME = 1 << 3;
const TRANSACTIONAL = 1 << 4;
const CONTROL = 1 << 5;
/** Second of the two numbers in a control record's key. */
const ABORT = 0;

type Fetched = Pick<fetchV17.FetchResponsePartition, "records" | "abortedTransactions">;

/**
 * The messages from an offset on, without markers and without what a transaction took back. The library's own filter knows
 * one transaction of a producer in a fetch; there may be several.
 */
export function recordsFrom({ records = [], abortedTransactions }: Fetched, from: bigint): Records {
  const aborted = [...abortedTransactions].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const open = new Set<bigint>();
  const messages: KafkaMessage[] = [];
  let after = from;
  for (const batch of records) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    while (aborted[0] !== undefined && aborted[0].firstOffset <= last)
      open.add(aborted.shift()?.producerId ?? -1n);
    if (last + 1n > after) after = last + 1n;
    if ((batch.attributes & CONTROL) !== 0) {
      if (batch.records[0]?.key?.readInt16BE(2) === ABORT) open.delete(batch.producerId);
    } else if ((batch.attributes & TRANSACTIONAL) === 0 || !open.has(batch.producerId)) {
      for (const record of batch.records) {
        const message = toMessage(batch, record);
        if (message.offset >= from) messages.push(message);
      }
    }
  }
  return { messages, after };
}

function toMessage(batch: RecordsBatch, record: RecordsBatch["records"][number]): KafkaMessage {
  const isOfBroker = (batch.attributes & LOG_APPEND_TIME) !== 0;
  const headers = new Map<string, Buffer>();
  for (const [name, value] of record.headers)
    if (name !== null && value !== null) headers.set(name.toString("utf8"), value);
  return {
    offset: batch.firstOffset + BigInt(record.offsetDelta),
    timestamp: Number(isOfBroker ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta),
    key: record.key,
    value: record.value,
    headers,
  };
}
