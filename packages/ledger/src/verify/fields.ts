import type { CopiedRow } from "./copy-rows.js";

const EPOCH_2000_MS = 946_684_800_000n;

export function bigintField(row: CopiedRow, field: number): bigint {
  return row.bytes.readBigInt64BE(row.at[field]);
}

/** Microseconds since 1970. */
export function microsField(row: CopiedRow, field: number): bigint {
  return row.bytes.readBigInt64BE(row.at[field]) + EPOCH_2000_MS * 1_000n;
}

/** A field's bytes, each as one character: equal texts are equal bytes, and it is read in no time. */
export function bytesField(row: CopiedRow, field: number): string {
  const at = row.at[field] ?? 0;
  return row.bytes.toString("latin1", at, at + (row.length[field] ?? 0));
}

export function hexField(row: CopiedRow, field: number): string {
  const at = row.at[field] ?? 0;
  return row.bytes.toString("hex", at, at + (row.length[field] ?? 0));
}

export function sliceField(row: CopiedRow, field: number): Buffer {
  const at = row.at[field] ?? 0;
  return row.bytes.subarray(at, at + (row.length[field] ?? 0));
}
