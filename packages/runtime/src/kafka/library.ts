import type { Logger } from "../log.js";
import type { KafkaConnection } from "./connection.js";
import type { KafkaFailure } from "./failure.js";
import type { ConsumerOptions, PartitionOffset } from "./port.js";
import type { Progress } from "./progress.js";

/** One member of the group, from its connecting to its first failure: after that it is not used again. */
export interface Session {
  /** Rejects when it broke. */
  readonly broken: Promise<never>;
  /** What is its own, and where the next message to be handled lies. */
  readonly assigned: () => readonly PartitionOffset[];
  readonly pause: () => void;
  readonly resume: () => void;
  /** Ends it. Resolves at the latest after some seconds, whatever the brokers answer. */
  readonly close: () => Promise<void>;
}

/** What a client library does for a consumer; the rest is the same for all. */
export interface Library {
  /**
   * Joins the group; resolves when partitions were assigned for the first time and it is known where to read on. Rejects
   * with whatever the library threw. `isPaused`: whether it is to begin so.
   */
  readonly openSession: (
    options: ConsumerOptions,
    progress: Progress,
    isPaused: () => boolean,
  ) => Promise<Session>;
  /** The end of every partition of the topics, by `partitionKey`. */
  readonly ends: (
    connection: KafkaConnection,
    clientId: string,
    topics: readonly string[],
    log: Logger,
  ) => Promise<ReadonlyMap<string, bigint>>;
  /** Any error of the library with its cause and way out. */
  readonly failureOf: (error: unknown, connection: KafkaConnection) => KafkaFailure;
}
