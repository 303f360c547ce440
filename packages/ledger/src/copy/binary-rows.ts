/** What a field can be; instants are milliseconds since 1970, days are counted from 1970-01-01. */
export type BinaryField =
  | "smallint"
  | "integer"
  | "bigint"
  | "boolean"
  | "text"
  | "bytes"
  | "jsonb"
  | "instant"
  | "day"
  | "integers";

/** PostgreSQL counts days and microseconds from 2000-01-01. */
const FIRST_DAY = 10_957;
export const FIRST_INSTANT = Date.UTC(2000, 0, 1);
const INFINITE = 2n ** 63n - 1n;
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const OF_INTEGER = 23;
const ARRAY_HEADER = 20;
const JSONB_VERSION = 1;
/** Longest of the fields that are of one length, with its length. */
const FIXED = 12;

/** Rows as `COPY` reads them in binary: many then cost neither text nor its parsing. */
export class BinaryRows {
  private buffer = Buffer.allocUnsafe(1 << 16);
  private view = viewOf(this.buffer);
  private end = SIGNATURE.copy(this.buffer);

  /** Begins a row of so many fields. */
  begin(fields: number): void {
    this.reserve(FIXED);
    this.view.setInt16(this.end, fields);
    this.end += 2;
  }

  /** Puts the next field; `null` and `undefined` are null, an instant of `Infinity` is `infinity`. */
  put(field: BinaryField, value: unknown): void {
    this.reserve(FIXED);
    if (value === null || value === undefined) {
      this.length(-1);
      return;
    }
    switch (field) {
      case "boolean":
        this.length(1);
        this.view.setUint8(this.end, value === true ? 1 : 0);
        this.end += 1;
        break;
      case "smallint":
        this.length(2);
        this.view.setInt16(this.end, value as number);
        this.end += 2;
        break;
      case "integer":
        this.length(4);
        this.integer(value as number);
        break;
      case "day":
        this.length(4);
        this.integer((value as number) - FIRST_DAY);
        break;
      case "bigint":
        this.length(8);
        this.bigint(value as bigint);
        break;
      case "instant":
        this.length(8);
        this.instant(value as number);
        break;
      case "text":
        this.text(value as string);
        break;
      case "bytes":
        this.bytes(value as Buffer);
        break;
      case "jsonb":
        this.text(`${String.fromCharCode(JSONB_VERSION)}${value as string}`);
        break;
      case "integers":
        this.integers(value as readonly number[]);
    }
  }

  /** What was put since it was last taken: of the first rows with the signature, of none with a trailer, which needs not be. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.end);
    this.buffer = Buffer.allocUnsafe(this.buffer.length);
    this.view = viewOf(this.buffer);
    this.end = 0;
    return taken;
  }

  private length(bytes: number): void {
    this.integer(bytes);
  }

  private integer(value: number): void {
    this.view.setInt32(this.end, value);
    this.end += 4;
  }

  private bigint(value: bigint): void {
    this.view.setBigInt64(this.end, value);
    this.end += 8;
  }

  private instant(instant: number): void {
    const micros = (instant - FIRST_INSTANT) * 1_000;
    if (Number.isSafeInteger(micros)) {
      const high = Math.floor(micros / 2 ** 32);
      this.integer(high);
      this.integer((micros - high * 2 ** 32) | 0);
    } else
      this.bigint(instant === Number.POSITIVE_INFINITY ? INFINITE : BigInt(instant - FIRST_INSTANT) * 1_000n);
  }

  private text(text: string): void {
    // No character takes more than three bytes for each of its units.
    this.reserve(4 + 3 * text.length);
    const at = this.end + 4;
    let n = 0;
    for (let code = text.charCodeAt(0); code < 128; code = text.charCodeAt(n)) {
      this.buffer[at + n] = code;
      n += 1;
    }
    if (n < text.length) n += this.buffer.write(text.slice(n), at + n);
    this.length(n);
    this.end += n;
  }

  private bytes(bytes: Buffer): void {
    this.reserve(4 + bytes.length);
    this.length(bytes.length);
    this.end += bytes.copy(this.buffer, this.end);
  }

  private integers(values: readonly number[]): void {
    const size = values.length === 0 ? ARRAY_HEADER - 8 : ARRAY_HEADER + 8 * values.length;
    this.reserve(4 + size);
    this.length(size);
    this.integer(values.length === 0 ? 0 : 1); // dimensions
    this.integer(0); // no nulls
    this.integer(OF_INTEGER);
    if (values.length === 0) return;
    this.integer(values.length);
    this.integer(1); // the first index
    for (const value of values) {
      this.integer(4);
      this.integer(value);
    }
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.end + bytes));
    this.buffer.copy(grown, 0, 0, this.end);
    this.buffer = grown;
    this.view = viewOf(grown);
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}
