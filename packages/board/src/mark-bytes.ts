import type { Day, Instant } from "@anshi/domain";
import type { Mark } from "./mark.js";

/** From (8 bytes), day (4), index (4), n (2), series (1). */
const SIZE = 19;

/** Marks as a clock's row holds them. Throws a RangeError of what does not fit. */
export function encodeMarks(marks: readonly Mark[]): Buffer {
  const bytes = Buffer.allocUnsafe(SIZE * marks.length);
  let at = 0;
  for (const { from, day, index, n, series } of marks) {
    bytes.writeDoubleBE(from, at);
    bytes.writeInt32BE(day, at + 8);
    bytes.writeUInt32BE(index, at + 12);
    bytes.writeInt16BE(n, at + 16);
    bytes.writeUInt8(series, at + 18);
    at += SIZE;
  }
  return bytes;
}

/** Shows the marks of any number of rows, one after the other, without an object of each: a board sees some ten thousand. */
export function eachMark(
  bytes: Buffer,
  see: (series: number, index: number, day: Day, n: number, from: Instant) => void,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += SIZE)
    see(
      view.getUint8(at + 18),
      view.getUint32(at + 12),
      view.getInt32(at + 8),
      view.getInt16(at + 16),
      view.getFloat64(at),
    );
}

/** The marks of a row. */
export function decodeMarks(bytes: Buffer): readonly Mark[] {
  const marks: Mark[] = [];
  eachMark(bytes, (series, index, day, n, from) => marks.push({ from, series, index, day, n }));
  return marks;
}
