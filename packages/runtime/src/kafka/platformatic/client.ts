import { setTimeout as sleep } from "node:timers/promises";
import {
  type BaseOptions,
  Consumer,
  compressionsAlgorithms,
  GenericError,
  MultipleErrors,
  type SASLMechanismValue,
} from "@platformatic/kafka";
import type { KafkaConnection } from "../connection.js";
import { unsnap, unzstd } from "../decompress.js";
import { partitionKey } from "../progress.js";
import type { Bounds } from "../start-offset.js";

/** A request that is not answered for so long has failed: a connection may be open and swallow all. */
const ANSWER_MS = 8_000;
/** Until a partition's new leader is asked for again. */
export const LEADER_MS = 250;
const ASKED_MOST = 20;
const EARLIEST = -2n;
const LATEST = -1n;

let isTaught = false;

/** What every client of the library is made with. */
export function settings({ brokers, tls, sasl }: KafkaConnection, clientId: string): BaseOptions {
  if (!isTaught) teach();
  isTaught = true;
  return {
    clientId,
    bootstrapBrokers: [...brokers],
    connectTimeout: 3_000,
    requestTimeout: ANSWER_MS,
    timeout: 5_000,
    // A connection that left a request without an answer is not fit for another: whoever asked makes a new client.
    retries: 0,
    autocreateTopics: false,
    ...(tls === undefined ? {} : { tls: tls.ca === undefined ? {} : { ca: [tls.ca] } }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl, mechanism: mechanisms[sasl.mechanism] } }),
  };
}

const mechanisms: Readonly<Record<NonNullable<KafkaConnection["sasl"]>["mechanism"], SASLMechanismValue>> = {
  plain: "PLAIN",
  "scram-sha-256": "SCRAM-SHA-256",
  "scram-sha-512": "SCRAM-SHA-512",
};

/** Teaches it to read what it cannot: zstd before Node 22, and snappy in the JVM's blocks. */
function teach(): void {
  const table = compressionsAlgorithms as unknown as Record<
    string,
    { decompressSync: (bytes: Buffer) => Buffer }
  >;
  for (const [name, decompressSync] of [
    ["snappy", unsnap],
    ["zstd", unzstd],
  ] as const) {
    const own = table[name];
    if (own !== undefined) own.decompressSync = decompressSync;
  }
}

/**
 * What every partition of the topics holds, by `partitionKey`. Asks again for some seconds while a partition has no leader,
 * as in the moment after it was made; rejects with the library's errors.
 */
export async function boundsOf(
  consumer: Pick<Consumer, "listOffsets" | "clearMetadata">,
  topics: readonly string[],
): Promise<ReadonlyMap<string, Bounds>> {
  const ask = async (timestamp: bigint, asked = 1): Promise<Map<string, bigint[]>> => {
    try {
      return await consumer.listOffsets({ topics: [...topics], timestamp, isolationLevel: 0 });
    } catch (error) {
      if (asked === ASKED_MOST || !isOf(error, "hasStaleMetadata")) throw error;
      await sleep(LEADER_MS);
      consumer.clearMetadata();
      return ask(timestamp, asked + 1);
    }
  };
  const [lows, highs] = [await ask(EARLIEST), await ask(LATEST)];
  const bounds = new Map<string, Bounds>();
  for (const [topic, partitions] of highs)
    for (const [partition, high] of partitions.entries())
      bounds.set(partitionKey({ topic, partition }), { low: lows.get(topic)?.[partition] ?? 0n, high });
  return bounds;
}

/** Lends a client that joins no group. */
export async function withClient<T>(
  connection: KafkaConnection,
  clientId: string,
  work: (consumer: Consumer) => Promise<T>,
): Promise<T> {
  const consumer = new Consumer({ ...settings(connection, clientId), groupId: clientId });
  consumer.on("error", () => undefined);
  try {
    return await work(consumer);
  } finally {
    await consumer.close().catch(() => undefined);
  }
}

/** Whether an error of the library, or a part of it, has that property. */
export function isOf(error: unknown, property: "hasStaleMetadata" | "needsRejoin"): boolean {
  if (error instanceof MultipleErrors) return error.findBy(property, true) !== null;
  return error instanceof GenericError && error.findBy(property, true) !== null;
}
