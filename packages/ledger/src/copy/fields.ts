import { FIRST_INSTANT } from "./binary-rows.js";
import type { CopiedRow } from "./copy-rows.js";

/** PostgreSQL counts from 2000-01-01. */
const EPOCH_2000_MICROS = FIRST_INSTANT * 1_000;

export function bigintField(row: CopiedRow, field: number): bigint {
  return row.bytes.readBigInt64BE(row.at[field]);
}

/** Microseconds since 1970: a number holds those of 285 years each way, and what lies further away is no time of an event. */
export function microsField(row: CopiedRow, field: number): number {
  const at = row.at[field] ?? 0;
  return row.bytes.readInt32BE(at) * 0x1_0000_0000 + row.bytes.readUInt32BE(at + 4) + EPOCH_2000_MICROS;
}

/** A field's bytes, each as one character: equal texts are equal bytes, and it is read in no time. */
export function bytesField(row: CopiedRow, field: number): string {
  const at = row.at[field] ?? 0;
  return row.bytes.toString("latin1", at, at + (row.length[field] ?? 0));
}

export function textField(row: CopiedRow, field: number): string {
  const at = row.at[field] ?? 0;
  return row.bytes.toString("utf8", at, at + (row.length[field] ?? 0));
}

export function hexField(row: CopiedRow, field: number): string {
  const at = row.at[field] ?? 0;
  return row.bytes.toString("hex", at, at + (row.length[field] ?? 0));
}

export function sliceField(row: CopiedRow, field: number): Buffer {
  const at = row.at[field] ?? 0;
  return row.bytes.subarray(at, at + (row.length[field] ?? 0));
}
