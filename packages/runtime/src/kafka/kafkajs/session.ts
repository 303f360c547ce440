import type { Batch, EachBatchPayload, Kafka } from "kafkajs";
import { KafkaFailure } from "../failure.js";
import type { Session } from "../library.js";
import { pauseAfter } from "../pauses.js";
import type { ConsumerOptions, KafkaMessage, PartitionOffset, TopicPartition } from "../port.js";
import { type Progress, partitionKey } from "../progress.js";
import { Waits } from "../waits.js";
import { whereToRead } from "../where-to-read.js";
import { within } from "../within.js";
import { withAdmin } from "./client.js";
import { Flow } from "./flow.js";
import { boundsOf } from "./offsets.js";

const MOST = 1_000;
const SESSION_MS = 10_000;
const CLOSE_MS = 5_000;
/** Batches of partitions handled at once: while some are stored, together, the next are decoded. */
const AT_ONCE = 12;
/** The group has other plans: the library joins it anew. */
const REBALANCE = /^(REBALANCE_IN_PROGRESS|NOT_COORDINATOR_FOR_GROUP|ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID)$/u;

/**
 * Joins the group; resolves when partitions were assigned for the first time and their offsets are known. Rejects with
 * whatever kafkajs threw.
 */
export async function openSession(
  kafka: Kafka,
  options: ConsumerOptions,
  progress: Progress,
  isPaused: () => boolean,
): Promise<Session> {
  const { topics, groupId, handle, on, log, most = MOST, sessionTimeoutMs = SESSION_MS } = options;
  const heartbeatInterval = Math.floor(sessionTimeoutMs / 4);
  /** Where the next message to be handled lies; the library's own position must be the same. */
  const next = new Map<string, PartitionOffset>();
  const failures = new Map<string, number>();
  /** Batches in a row that the library fetched from elsewhere. */
  const strays = new Map<string, number>();
  const waits = new Waits();
  let generation = new AbortController();
  let isOver = false;

  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 3 * sessionTimeoutMs,
    heartbeatInterval,
    // Longer, and disconnecting takes as long.
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 8_388_608,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4, restartOnFailure: async () => false },
  });
  const flow = new Flow(consumer, isPaused());

  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  let settled: () => void = () => undefined;
  const firstSettled = new Promise<void>((resolve) => {
    settled = resolve;
  });

  /** Brings the partitions of a generation to where they are to be read on, and lets them be fetched. */
  const settle = async (own: readonly TopicPartition[], gone: AbortSignal): Promise<void> => {
    const bounds = () => withAdmin(kafka, (admin) => boundsOf(admin, topics));
    const places = await whereToRead({ options, progress, waits, bounds }, own, gone);
    if (places === undefined) return;
    for (const { offset, ...each } of places) seek(each, offset);
    for (const each of own) flow.release(each);
    settled();
  };

  const seek = (own: TopicPartition, offset: bigint): void => {
    next.set(partitionKey(own), { ...own, offset });
    consumer.seek({ ...own, offset: String(offset) });
  };

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (isOver) return;
    // Not every way to a new assignment goes by REBALANCING.
    generation.abort();
    generation = new AbortController();
    const own = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    progress.noteAssigned();
    failures.clear();
    strays.clear();
    next.clear();
    // Before this returns: the library would fetch from the offsets that the group committed.
    flow.assign(own);
    on?.rebalanced?.(own);
    const { signal } = generation;
    settle(own, signal).catch((error: unknown) => {
      if (!signal.aborted) fail(error);
    });
  });
  consumer.on(consumer.events.REBALANCING, () => generation.abort());
  consumer.on(consumer.events.FETCH, () => progress.noteFetch());
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  // What holds nothing for us – markers of transactions, aborted messages – the library leaps over without a word.
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    const { topic, partition, batchSize, lastOffset } = payload;
    const key = partitionKey({ topic, partition });
    if (batchSize === 0 && next.has(key))
      next.set(key, { topic, partition, offset: BigInt(lastOffset) + 1n });
  });

  /** Lets a partition wait; the others go on. */
  const hold = (own: TopicPartition, error: unknown): void => {
    const key = partitionKey(own);
    const failed = (failures.get(key) ?? 0) + 1;
    failures.set(key, failed);
    const again = pauseAfter(failed);
    log.warn({ err: error, partition: key, again }, "a batch was not taken; it comes again");
    flow.hold(own);
    const { signal } = generation;
    void waits.for(again).then(() => {
      if (!isOver && !signal.aborted) flow.release(own);
    });
  };

  /** Takes a part of a batch; false: it is to come again. */
  const take = async (
    batch: Batch,
    messages: readonly KafkaMessage[],
    after: bigint,
    beat: () => Promise<void>,
  ): Promise<boolean> => {
    const own = { topic: batch.topic, partition: batch.partition };
    const key = partitionKey(own);
    const current = generation;
    const { signal } = current;
    progress.noteHanded(key);
    const beats = setInterval(() => {
      void beat().catch((error: unknown) => {
        if (isRebalance(error)) current.abort();
        else if (!isOver && !signal.aborted) fail(error);
      });
    }, heartbeatInterval);
    let reached: bigint;
    try {
      reached = await handle({ ...own, messages, highWatermark: BigInt(batch.highWatermark) }, signal);
    } catch (error) {
      if (isOver || signal.aborted) return false;
      progress.noteRefused(key);
      hold(own, error);
      return false;
    } finally {
      clearInterval(beats);
    }
    if (isOver || signal.aborted) return false;
    progress.noteDone(key);
    failures.delete(key);
    const last = messages.at(-1)?.offset ?? -1n;
    const isWhole = reached === last + 1n;
    next.set(key, { ...own, offset: isWhole ? after : reached });
    await consumer.commitOffsets([{ ...own, offset: String(reached) }]);
    if (!isWhole && !signal.aborted) seek(own, reached);
    return isWhole;
  };

  /**
   * Whether a batch was fetched from where the partition is to be read on. One fetched for an earlier assignment may still
   * come; but when the library leaps again, the offset is out of range, and it took another without asking.
   */
  const isExpected = (batch: Batch): boolean => {
    const own = { topic: batch.topic, partition: batch.partition };
    const key = partitionKey(own);
    const expected = next.get(key)?.offset;
    if (expected === undefined) return false;
    const { fetchedOffset } = batch as Batch & { readonly fetchedOffset: string };
    if (BigInt(fetchedOffset) === expected) {
      strays.delete(key);
      return true;
    }
    const times = (strays.get(key) ?? 0) + 1;
    strays.set(key, times);
    if (times > 1)
      fail(new KafkaFailure("offset-lost", `${key} was read from ${fetchedOffset}, not from ${expected}`));
    else seek(own, expected);
    return false;
  };

  const eachBatch = async ({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload) => {
    if (isOver || !isRunning() || isStale() || generation.signal.aborted) return heartbeat();
    if (!isExpected(batch)) return;
    const messages = batch.messages.map(toMessage);
    for (let from = 0; from < messages.length; from += most) {
      if (isOver || !isRunning() || isStale()) return;
      const chunk = messages.slice(from, from + most);
      const last = chunk.at(-1)?.offset ?? 0n;
      // With the last of them the library leaps over a transaction's marker behind it.
      const after = from + most < messages.length ? last + 1n : BigInt(batch.lastOffset()) + 1n;
      if (!(await take(batch, chunk, after, heartbeat))) break;
      resolveOffset(String(last));
      await heartbeat();
    }
    // Tells the runner of a rebalance, which it would else meet only at the next fetch.
    if (!isOver && isRunning()) await heartbeat();
  };

  const close = async (): Promise<void> => {
    isOver = true;
    generation.abort();
    waits.end();
    await within(CLOSE_MS, consumer.disconnect());
  };
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: AT_ONCE,
      eachBatch,
    });
    await Promise.race([firstSettled, broken]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    broken,
    assigned: () => [...next.values()],
    pause: () => flow.setPaused(true),
    resume: () => flow.setPaused(false),
    close,
  };
}

function isRebalance(error: unknown): boolean {
  return error instanceof Error && "type" in error && REBALANCE.test(String(error.type));
}

function toMessage({ offset, timestamp, key, value, headers }: Batch["messages"][number]): KafkaMessage {
  const own = new Map<string, Buffer>();
  for (const [name, given] of Object.entries(headers ?? {})) {
    const last = Array.isArray(given) ? given.at(-1) : given;
    if (last !== undefined) own.set(name, Buffer.from(last));
  }
  return { offset: BigInt(offset), timestamp: Number(timestamp), key, value, headers: own };
}
