import type { TopicPartition } from "./port.js";

/** A partition as a text. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/**
 * Whether a consumer gets on. Its fetches tell of the brokers; what it has in hand tells of whoever handles it. Both must
 * move: a consumer whose every socket is alive may still stand. What is in hand has a key: its partition's, or another's
 * who is waited for.
 */
export class Progress {
  private fetched: number;
  /** Since when it is in hand or comes again and again. */
  private readonly held = new Map<string, number>();
  /** What is being worked at just now. */
  private readonly busy = new Set<string>();

  constructor(private readonly now: () => number) {
    this.fetched = now();
  }

  /** A new session was begun: nothing is at work any more. */
  noteBegun(): void {
    this.busy.clear();
    this.noteFetch();
  }

  /** A fetch was answered. */
  noteFetch(): void {
    this.fetched = this.now();
  }

  /** It was handed over; again and again the same keeps its first time. */
  noteHanded(key: string): void {
    this.busy.add(key);
    if (!this.held.has(key)) this.held.set(key, this.now());
  }

  /** It was refused, and will be handed over again. */
  noteRefused(key: string): void {
    this.busy.delete(key);
    this.noteFetch();
  }

  /** What was in hand is done. */
  noteDone(key: string): void {
    this.busy.delete(key);
    this.held.delete(key);
    this.noteFetch();
  }

  /**
   * Partitions were assigned: nothing is in hand any more. Not even of those that stay: another may have handled it
   * meanwhile, and then it never comes again.
   */
  noteAssigned(): void {
    this.held.clear();
    this.noteBegun();
  }

  /** Of the worst-off partition, milliseconds since 1970. */
  at(): number {
    return Math.min(this.fetched, ...this.held.values());
  }

  /** The brokers answer nothing, though nothing at work holds the fetching up. */
  isUnanswered(within: number): boolean {
    return this.busy.size === 0 && this.now() - this.fetched > within;
  }
}
