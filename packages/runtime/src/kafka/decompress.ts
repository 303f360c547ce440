import * as fzstd from "fzstd";
import * as lz4 from "lz4js";
import snappy from "snappyjs";

/** What the JVM's snappy library writes before its blocks; each block has its length before it. */
const BLOCKS = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const BLOCKS_HEADER = 16;

/** Reads snappy as it is, and in the blocks of the JVM's library. Throws when it is damaged. */
export function unsnap(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, BLOCKS.length).equals(BLOCKS)) return Buffer.from(snappy.uncompress(bytes));
  const parts: Uint8Array[] = [];
  for (let at = BLOCKS_HEADER; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    at += 4;
    parts.push(snappy.uncompress(bytes.subarray(at, at + length)));
    at += length;
  }
  return Buffer.concat(parts);
}

/** Reads LZ4 frames. Throws when they are damaged. */
export function unlz4(bytes: Buffer): Buffer {
  return Buffer.from(lz4.decompress(bytes));
}

/** Reads Zstandard, which Node can only from version 22. Throws when it is damaged. */
export function unzstd(bytes: Buffer): Buffer {
  return Buffer.from(fzstd.decompress(bytes));
}
