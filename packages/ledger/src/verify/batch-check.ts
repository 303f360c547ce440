import type { ClientBase } from "pg";
import { chainHash } from "../batch.js";
import { copyRows } from "../copy/copy-rows.js";
import { bigintField, hexField, microsField } from "../copy/fields.js";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Hash } from "../merkle/index.js";
import type { FindingCode } from "./finding.js";
import type { Cut, Span } from "./span.js";

/** A batch as its row tells. */
export interface BatchRow extends Cut {
  readonly firstPosition: Position;
  readonly previousHash: Hash;
}

export type Tell = (code: FindingCode, position: Position, message: string) => void;

/** The batches of a span, each held against the one before. */
export async function spanBatches(client: ClientBase, span: Span, tell: Tell): Promise<readonly BatchRow[]> {
  const { ledger, after, upTo } = span;
  const batches: BatchRow[] = [];
  let before: Cut = after;
  await copyRows(
    client,
    `select number, first_position, last_position, recorded_at, previous_hash, chain_hash from ledger.batch
      where ledger = '${ledger}' and number > ${after.number} and number <= ${upTo.number} order by number`,
    (row) => {
      const batch: BatchRow = {
        number: bigintField(row, 0),
        firstPosition: bigintField(row, 1),
        position: bigintField(row, 2),
        recordedAt: microsField(row, 3),
        previousHash: hexField(row, 4),
        chainHash: hexField(row, 5),
      };
      checkFollows(batch, before, tell);
      before = batch;
      batches.push(batch);
    },
  );
  return batches;
}

function checkFollows(batch: BatchRow, before: Cut, tell: Tell): void {
  const { number, firstPosition, previousHash, recordedAt } = batch;
  const expected = before.position + 1n;
  if (number !== before.number + 1n)
    tell("batch-missing", expected, `batch ${before.number + 1n} is not there; ${number} comes next`);
  else if (firstPosition !== expected)
    tell("batch-order", expected, `batch ${number} begins at ${firstPosition}, not at ${expected}`);
  if (recordedAt < before.recordedAt)
    tell("batch-order", firstPosition, `batch ${number} was recorded before the one before it`);
  if (previousHash !== before.chainHash)
    tell("batch-link", firstPosition, `batch ${number} is not linked to the chain hash of the one before`);
}

/** Whether a batch's chain hash follows from its columns and the content hashes of its events, 32 bytes each. */
export function isChained(ledger: LedgerId, batch: BatchRow, contentHashes: Uint8Array): boolean {
  // A time finer than the header states could be changed unnoticed.
  if (batch.recordedAt % 1_000 !== 0) return false;
  const followed = chainHash(
    {
      ledger,
      number: batch.number,
      firstPosition: batch.firstPosition,
      lastPosition: batch.position,
      recordedAt: batch.recordedAt / 1_000,
      previousHash: Buffer.from(batch.previousHash, "hex"),
    },
    [contentHashes],
  );
  return followed.toString("hex") === batch.chainHash;
}
