import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  ConsumerOptions,
  KafkaAdapter,
  KafkaBatch,
  KafkaConsumer,
  KafkaMessage,
  PartitionOffset,
  TopicPartition,
} from "../../kafka/port.js";
import { partitionKey } from "../../kafka/progress.js";
import { openLog } from "../../log.js";

export const silent = openLog("silent");

export function connectionTo(bootstrap: string) {
  return { brokers: bootstrap.split(",") };
}

/** A name that no other test has. */
export function fresh(what: string): string {
  return `${what}-${randomBytes(4).toString("hex")}`;
}

/** Makes a topic of its own. */
export async function freshTopic(adapter: KafkaAdapter, bootstrap: string, partitions = 1): Promise<string> {
  const topic = fresh("t");
  await adapter.ensureTopics(connectionTo(bootstrap), [{ topic, partitions, retentionMs: -1 }], silent);
  return topic;
}

const TRIES = 3_000;

/** Resolves when it is so; rejects after very many tries, so that a test which fails also ends. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === TRIES) throw new Error("it never came to be so");
    await sleep(20);
  }
}

/** A consumer that keeps what it is given, and remembers as a ledger would how far it came. */
export interface Keeper {
  readonly consumer: KafkaConsumer;
  readonly taken: (TopicPartition & KafkaMessage)[];
  readonly texts: () => readonly string[];
}

/** What is remembered of each partition; shared by the members of a group. */
export class Memory {
  private readonly offsets = new Map<string, PartitionOffset>();

  readonly startAt = async (): Promise<readonly PartitionOffset[]> => [...this.offsets.values()];

  next(own: TopicPartition): bigint {
    return this.offsets.get(partitionKey(own))?.offset ?? 0n;
  }

  set({ topic, partition }: TopicPartition, offset: bigint): void {
    this.offsets.set(partitionKey({ topic, partition }), { topic, partition, offset });
  }
}

/** Makes one, not started; `before` may reject to refuse a batch. */
export function keeper(
  adapter: KafkaAdapter,
  options: Pick<ConsumerOptions, "connection" | "groupId" | "topics"> & Partial<ConsumerOptions>,
  memory = new Memory(),
  before: (batch: KafkaBatch, gone: AbortSignal) => Promise<void> = async () => undefined,
): Keeper {
  const taken: (TopicPartition & KafkaMessage)[] = [];
  const consumer = adapter.consumer({
    clientId: "test",
    log: silent,
    startAt: memory.startAt,
    sessionTimeoutMs: 6_000,
    handle: async (batch, gone) => {
      await before(batch, gone);
      const { topic, partition, messages } = batch;
      const next = memory.next(batch);
      for (const message of messages)
        if (message.offset >= next) taken.push({ topic, partition, ...message });
      const after = (messages.at(-1)?.offset ?? -1n) + 1n;
      if (after > next) memory.set(batch, after);
      return after > next ? after : next;
    },
    ...options,
  });
  return { consumer, taken, texts: () => taken.map(({ value }) => String(value)) };
}
