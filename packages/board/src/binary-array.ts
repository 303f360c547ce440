const OF_BIGINT = 20;
const OF_TEXT = 25;
const HEADER = 20;

/** Numbers as PostgreSQL reads a `bigint[]` in binary: many then cost neither text nor its parsing. */
export function bigints(values: readonly bigint[]): Buffer {
  const array = Buffer.allocUnsafe(HEADER + 12 * values.length);
  let end = header(array, OF_BIGINT, values.length);
  for (const value of values) {
    end = array.writeInt32BE(8, end);
    end = array.writeBigInt64BE(value, end);
  }
  return array;
}

/** The same of a `text[]`. */
export function texts(values: readonly string[]): Buffer {
  const size = values.reduce((bytes, value) => bytes + 4 + Buffer.byteLength(value), HEADER);
  const array = Buffer.allocUnsafe(size);
  let end = header(array, OF_TEXT, values.length);
  for (const value of values) {
    const written = array.write(value, end + 4);
    array.writeInt32BE(written, end);
    end += 4 + written;
  }
  return array;
}

function header(array: Buffer, of: number, length: number): number {
  array.writeInt32BE(1, 0); // dimensions
  array.writeInt32BE(0, 4); // no nulls
  array.writeInt32BE(of, 8);
  array.writeInt32BE(length, 12);
  return array.writeInt32BE(1, 16); // the first index
}
