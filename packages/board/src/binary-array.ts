import type { Day, Instant } from "@anshi/domain";

/** What arrays can be of; instants and days become `timestamptz` and `date` without a detour through text. */
export type Element = "integer" | "bigint" | "boolean" | "text" | "instant" | "day";

const oids: { readonly [element in Element]: number } = {
  boolean: 16,
  bigint: 20,
  integer: 23,
  text: 25,
  day: 1082,
  instant: 1184,
};
const widths = { boolean: 1, bigint: 8, integer: 4, day: 4, instant: 8 } as const;

/** PostgreSQL counts days and microseconds from 2000-01-01. */
const FIRST_DAY = 10_957;
const FIRST_INSTANT = Date.UTC(2000, 0, 1);
const HEADER = 20;

/**
 * Values as PostgreSQL reads an array in binary, for a parameter of the array's type: many rows then cost neither text nor its
 * parsing. `null` is null; an instant of `Infinity` is `infinity`.
 */
export function binaryArray(element: Element, values: readonly unknown[]): Buffer {
  return element === "text" ? textArray(values as readonly (string | null)[]) : fixedArray(element, values);
}

function fixedArray(element: Exclude<Element, "text">, values: readonly unknown[]): Buffer {
  const width = widths[element];
  const buffer = Buffer.allocUnsafe(HEADER + values.length * (4 + width));
  let offset = HEADER;
  let nulls = 0;
  for (const value of values) {
    if (value === null || value === undefined) {
      nulls = 1;
      offset = buffer.writeInt32BE(-1, offset);
      continue;
    }
    offset = buffer.writeInt32BE(width, offset);
    switch (element) {
      case "boolean":
        offset = buffer.writeUInt8(value === true ? 1 : 0, offset);
        break;
      case "integer":
        offset = buffer.writeInt32BE(value as number, offset);
        break;
      case "day":
        offset = buffer.writeInt32BE((value as Day) - FIRST_DAY, offset);
        break;
      case "bigint":
        offset = buffer.writeBigInt64BE(BigInt(value as bigint), offset);
        break;
      case "instant":
        offset = writeInstant(buffer, value as Instant, offset);
    }
  }
  writeHeader(buffer, oids[element], nulls, values.length);
  return buffer.subarray(0, offset);
}

function writeInstant(buffer: Buffer, instant: Instant, offset: number): number {
  if (instant === Number.POSITIVE_INFINITY) return buffer.writeBigInt64BE(2n ** 63n - 1n, offset);
  const microseconds = (instant - FIRST_INSTANT) * 1_000;
  if (!Number.isSafeInteger(microseconds))
    return buffer.writeBigInt64BE(BigInt(instant - FIRST_INSTANT) * 1_000n, offset);
  const high = Math.floor(microseconds / 2 ** 32);
  buffer.writeInt32BE(high, offset);
  return buffer.writeUInt32BE(microseconds - high * 2 ** 32, offset + 4);
}

function textArray(values: readonly (string | null)[]): Buffer {
  let size = HEADER;
  let nulls = 0;
  for (const value of values) {
    size += 4 + (value === null ? 0 : Buffer.byteLength(value));
    if (value === null) nulls = 1;
  }
  const buffer = Buffer.allocUnsafe(size);
  let offset = HEADER;
  for (const value of values) {
    if (value === null) {
      offset = buffer.writeInt32BE(-1, offset);
      continue;
    }
    const written = buffer.write(value, offset + 4);
    buffer.writeInt32BE(written, offset);
    offset += 4 + written;
  }
  writeHeader(buffer, oids.text, nulls, values.length);
  return buffer;
}

function writeHeader(buffer: Buffer, oid: number, nulls: number, length: number): void {
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(nulls, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16); // the first index
}
