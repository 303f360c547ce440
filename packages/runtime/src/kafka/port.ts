import type { Logger } from "../log.js";
import type { KafkaConnection } from "./connection.js";
import type { KafkaFailure } from "./failure.js";

/** A record of a partition. */
export interface KafkaMessage {
  readonly offset: bigint;
  /** Milliseconds since 1970, as the producer or the broker set it. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** By name as sent; the last value of a name that was sent more than once. */
  readonly headers: ReadonlyMap<string, Buffer>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What was fetched of one partition, in order; never empty. */
export interface KafkaBatch extends TopicPartition {
  readonly messages: readonly KafkaMessage[];
  /** The offset that the next message produced would have had. */
  readonly highWatermark: bigint;
}

/** Where the next message to be handled lies. */
export interface PartitionOffset extends TopicPartition {
  readonly offset: bigint;
}

/** How far a partition is behind. */
export interface PartitionLag extends TopicPartition {
  readonly next: bigint;
  readonly end: bigint;
  readonly lag: bigint;
}

export type ConsumerState = "starting" | "running" | "paused" | "restarting" | "stopped";

/** What becomes of a consumer, told as it happens. */
export interface ConsumerEvents {
  readonly rebalanced?: (assigned: readonly TopicPartition[]) => void;
  /** It was given up, and a new one is made. */
  readonly restarted?: (error: unknown) => void;
  /** Messages from the offset asked to the earliest that is left were deleted before they were read. */
  readonly lost?: (partition: PartitionOffset, earliest: bigint) => void;
}

export interface ConsumerOptions {
  readonly connection: KafkaConnection;
  readonly clientId: string;
  readonly groupId: string;
  readonly topics: readonly string[];
  /**
   * Where to read on, asked at every assignment, before anything is fetched; partitions not named are read from their
   * earliest message. When it rejects it is asked again, after a pause that grows.
   */
  readonly startAt: (assigned: readonly TopicPartition[]) => Promise<readonly PartitionOffset[]>;
  /**
   * Takes a batch. Resolves with the offset to read on at when all before it is durable; it is then committed to the group.
   * When it rejects the batch comes again, after a pause that grows; other partitions go on. `gone` aborts when the
   * partition is no longer this consumer's.
   */
  readonly handle: (batch: KafkaBatch, gone: AbortSignal) => Promise<bigint>;
  /** Messages of a batch at the most; default 1,000. */
  readonly most?: number;
  /** How long the group waits for a member that says nothing, milliseconds; default 10,000. */
  readonly sessionTimeoutMs?: number;
  /** Without progress for so long it is given up and a new one made, milliseconds; default 20,000. */
  readonly stalledAfterMs?: number;
  readonly log: Logger;
  readonly on?: ConsumerEvents;
}

/**
 * A member of a consumer group that never gives up: whatever breaks, a new one is made by itself, after a pause that grows to
 * ten seconds.
 */
export interface KafkaConsumer {
  /** Resolves when the group was joined for the first time, or on `stop`. */
  readonly start: () => Promise<void>;
  /** Fetches nothing more until resumed; what is in hand is finished. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Resolves when what was in hand is done and the group was left. */
  readonly stop: () => Promise<void>;
  /** Of each partition that is its own. Rejects when the brokers do not answer. */
  readonly lag: () => Promise<readonly PartitionLag[]>;
  readonly state: () => ConsumerState;
  /** Why it does not run; null while it does. */
  readonly trouble: () => KafkaFailure | null;
  /**
   * Milliseconds since 1970 of the last progress of the partition that is worst off: messages handled, or a fetch that
   * found none. A heartbeat is no progress.
   */
  readonly progressAt: () => number;
}

/** A message to send. */
export interface OutgoingMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends messages that must arrive. */
export interface KafkaProducer {
  /**
   * Resolves when every in-sync replica has each of the messages; rejects with KafkaFailure when that is not known of all,
   * after which all may be sent again.
   */
  readonly send: (topic: string, messages: readonly OutgoingMessage[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A topic as it should be. */
export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  /** Copies of each partition; default: the cluster's own. */
  readonly replication?: number;
  /** Milliseconds; -1 keeps for ever. */
  readonly retentionMs: number;
}

/** A topic as it is, and whether it was made now. */
export interface TopicFound extends TopicPlan {
  readonly made: boolean;
}

/** A Kafka client library behind one face; every adapter passes the same contract suite. */
export interface KafkaAdapter {
  readonly consumer: (options: ConsumerOptions) => KafkaConsumer;
  readonly producer: (connection: KafkaConnection, clientId: string, log: Logger) => KafkaProducer;
  /** Makes the topics that are missing; says of each how it is. Rejects with KafkaFailure. */
  readonly ensureTopics: (
    connection: KafkaConnection,
    plans: readonly TopicPlan[],
    log: Logger,
  ) => Promise<readonly TopicFound[]>;
}
