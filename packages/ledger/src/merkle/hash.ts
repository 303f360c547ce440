import { hash } from "node:crypto";

/** A SHA-256 hash: 64 digits, lower case. */
export type Hash = string;

const HASH_BYTES = 32;
const leaf = Buffer.alloc(1 + HASH_BYTES, 0x00);
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/** The hash of a leaf that holds a content hash (RFC 9162 §2.1.1): SHA-256 of 0x00 and its 32 bytes. */
export function leafHash(contentHash: Hash): Hash {
  leaf.write(contentHash, 1, "hex");
  return hash("sha256", leaf, "hex");
}

/** The same of a content hash that lies at `at` of some bytes. */
export function leafHashAt(bytes: Buffer, at: number): Hash {
  bytes.copy(leaf, 1, at, at + HASH_BYTES);
  return hash("sha256", leaf, "hex");
}

/** The hash of a node: SHA-256 of 0x01 and the hashes of what is under it to the left and to the right. */
export function nodeHash(left: Hash, right: Hash): Hash {
  node.write(left, 1, "hex");
  node.write(right, 1 + HASH_BYTES, "hex");
  return hash("sha256", node, "hex");
}

/** The root of a tree without leaves. */
export const emptyRoot: Hash = hash("sha256", "", "hex");

/** Whether a text is a hash as written here. */
export function isHash(text: unknown): text is Hash {
  return typeof text === "string" && /^[0-9a-f]{64}$/u.test(text);
}
