import { pauseAfter } from "./pauses.js";
import type { ConsumerOptions, PartitionOffset, TopicPartition } from "./port.js";
import { type Progress, partitionKey } from "./progress.js";
import { type Bounds, startOffset } from "./start-offset.js";
import type { Waits } from "./waits.js";

export interface WhereDeps {
  readonly options: Pick<ConsumerOptions, "startAt" | "on" | "log">;
  readonly progress: Progress;
  readonly waits: Waits;
  /** What every partition holds, by `partitionKey`; asked after `startAt`, which then names nothing behind its end. */
  readonly bounds: () => Promise<ReadonlyMap<string, Bounds>>;
}

/** In whose hands a consumer is while it is not known where to read on. */
const START = "start";

/**
 * Where partitions are to be read on; `undefined` when they went to others meanwhile. Asks until it is answered: whoever
 * keeps the offsets may be away for a while. Rejects with KafkaFailure when a topic ends before what was read of it, and
 * with what `bounds` rejects with.
 */
export async function whereToRead(
  { options, progress, waits, bounds }: WhereDeps,
  assigned: readonly TopicPartition[],
  gone: AbortSignal,
): Promise<readonly PartitionOffset[] | undefined> {
  progress.noteHanded(START);
  for (let failed = 1; !gone.aborted; failed += 1) {
    let offsets: readonly PartitionOffset[];
    try {
      offsets = await options.startAt(assigned);
    } catch (error) {
      const again = pauseAfter(failed);
      options.log.warn({ err: error, again }, "where to read on was not answered; asked again");
      await waits.for(again);
      continue;
    }
    if (gone.aborted) return undefined;
    const wanted = new Map(offsets.map((each) => [partitionKey(each), each.offset]));
    const found = await bounds();
    if (gone.aborted) return undefined;
    progress.noteDone(START);
    return assigned.map((own) => {
      const key = partitionKey(own);
      const held = found.get(key) ?? { low: 0n, high: 0n };
      const stored = wanted.get(key);
      const { offset, isLost } = startOffset(own, stored, held);
      if (isLost && stored !== undefined) options.on?.lost?.({ ...own, offset: stored }, held.low);
      return { ...own, offset };
    });
  }
  return undefined;
}
