import { KafkaFailure } from "./failure.js";
import type { TopicPartition } from "./port.js";
import { partitionKey } from "./progress.js";

/** What a partition holds: the earliest offset that is left, and the one that the next message will get. */
export interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

/** Where to begin, and whether messages before it are gone for good. */
export interface StartOffset {
  readonly offset: bigint;
  readonly isLost: boolean;
}

/**
 * Where to read a partition from: where it is wanted, or from the earliest message when that was deleted or nothing is
 * wanted. Throws KafkaFailure when the partition ends before what is wanted.
 */
export function startOffset(own: TopicPartition, wanted: bigint | undefined, bounds: Bounds): StartOffset {
  const { low, high } = bounds;
  if (wanted === undefined) return { offset: low, isLost: false };
  if (wanted > high)
    throw new KafkaFailure(
      "offset-lost",
      `${partitionKey(own)} ends at ${high}, and ${wanted} was read of it: the topic was made anew or lost messages; tell the ledger so with \`anshi kafka forget\``,
    );
  return wanted < low ? { offset: low, isLost: true } : { offset: wanted, isLost: false };
}
