import type { LedgerId } from "../ledger-id.js";
import { type BatchRow, isChained, type Tell } from "./batch-check.js";

const HASH_BYTES = 32;

/** Holds batches against the events they brought, given in order. */
export class ChainCheck {
  private at = 0;
  private hashes: Buffer = Buffer.alloc(1_024 * HASH_BYTES);
  private filled = 0;
  /** The first of the events since the last batch that no batch brought. */
  private stray: bigint | undefined;

  constructor(
    private readonly ledger: LedgerId,
    private readonly batches: readonly BatchRow[],
    private readonly tell: Tell,
  ) {}

  /** The next event: when it was recorded, in microseconds since 1970, and where its content hash lies. */
  add(position: bigint, recordedAt: number, bytes: Buffer, at: number): void {
    this.finishUpTo(position);
    const batch = this.batches[this.at];
    if (batch === undefined || position < batch.firstPosition) {
      if (this.stray === undefined) this.tell("batch-missing", position, "no batch brought this event");
      this.stray = position;
      return;
    }
    this.stray = undefined;
    if (recordedAt !== batch.recordedAt)
      this.tell("column", position, "the column recorded_at is not the time of its batch");
    if (this.filled + HASH_BYTES > this.hashes.length)
      this.hashes = Buffer.concat([this.hashes], this.hashes.length * 2);
    this.filled += bytes.copy(this.hashes, this.filled, at, at + HASH_BYTES);
  }

  /** No event follows. */
  end(): void {
    while (this.at < this.batches.length) this.finish();
  }

  private finishUpTo(position: bigint): void {
    for (
      let batch = this.batches[this.at];
      batch !== undefined && batch.position < position;
      batch = this.batches[this.at]
    )
      this.finish();
  }

  private finish(): void {
    const batch = this.batches[this.at];
    if (batch !== undefined && !isChained(this.ledger, batch, this.hashes.subarray(0, this.filled))) {
      const { number, firstPosition, position } = batch;
      this.tell(
        "batch-hash",
        firstPosition,
        `the chain hash of batch ${number} does not follow from its events, ${firstPosition} to ${position}`,
      );
    }
    this.at += 1;
    this.filled = 0;
  }
}
