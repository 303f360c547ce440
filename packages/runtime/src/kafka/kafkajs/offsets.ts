import type { Admin } from "kafkajs";
import { partitionKey } from "../progress.js";
import type { Bounds } from "../start-offset.js";

/** What every partition of the topics holds, by `partitionKey`. */
export async function boundsOf(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, Bounds>> {
  const bounds = new Map<string, Bounds>();
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      bounds.set(partitionKey({ topic, partition }), { low: BigInt(low), high: BigInt(high) });
  }
  return bounds;
}
