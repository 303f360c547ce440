import type { Consumer } from "kafkajs";
import type { TopicPartition } from "../port.js";
import { partitionKey } from "../progress.js";

/** Which partitions are fetched: none while the consumer is paused, and none that waits for something of its own. */
export class Flow {
  private assigned: readonly TopicPartition[] = [];
  private readonly waiting = new Set<string>();

  constructor(
    private readonly consumer: Pick<Consumer, "pause" | "resume">,
    private isPaused: boolean,
  ) {}

  /** Partitions were assigned: each waits until it is known where to read on. */
  assign(own: readonly TopicPartition[]): void {
    this.assigned = own;
    this.waiting.clear();
    for (const each of own) this.hold(each);
  }

  hold(own: TopicPartition): void {
    this.waiting.add(partitionKey(own));
    this.apply(own);
  }

  /** What it waited for has come. */
  release(own: TopicPartition): void {
    this.waiting.delete(partitionKey(own));
    this.apply(own);
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    for (const each of this.assigned) this.apply(each);
  }

  private apply(own: TopicPartition): void {
    const where = [{ topic: own.topic, partitions: [own.partition] }];
    if (this.isPaused || this.waiting.has(partitionKey(own))) this.consumer.pause(where);
    else this.consumer.resume(where);
  }
}
