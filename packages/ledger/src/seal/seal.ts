import { createHash } from "node:crypto";
import { canonical } from "@anshi/domain";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Hash } from "../merkle/index.js";

/** A ledger's head as it stood, to be signed. */
export interface SealContent {
  readonly ledger: LedgerId;
  /** From 1, without gaps. */
  readonly number: bigint;
  readonly position: Position;
  /** How many events the ledger held. */
  readonly count: bigint;
  /** Of the batch that ends at the position. */
  readonly chainHash: Hash;
  /** Of the Merkle tree (RFC 9162 §2.1) whose leaves are the events' content hashes, in order. */
  readonly root: Hash;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
  /** SHA-256 of the text of the seal before; null in the first. */
  readonly previous: Hash | null;
  /** The public key it is signed with: 32 bytes of Ed25519 in base64url, as a JWK's `x`. */
  readonly key: string;
  /** The public key of the seals to come, from the next one on; null while this key stays. */
  readonly nextKey: string | null;
}

/** A seal: the head and its signature. */
export interface Seal extends SealContent {
  /** Ed25519 over the UTF-8 bytes of `sealText`, in base64url. */
  readonly signature: string;
}

/** Tells the text from any other that the same key may sign. */
export const SEAL_FORMAT = "anshi-seal-1";

/** The text that is signed: canonical JSON (RFC 8785) of all but the signature. */
export function sealText(seal: SealContent): string {
  return canonical(textMembers(seal));
}

/** The whole seal as canonical JSON, as it is sent out and held. */
export function sealJson(seal: Seal): string {
  return canonical(sealMembers(seal));
}

/** The members of a seal as JSON has them. */
export function sealMembers(seal: Seal): Readonly<Record<string, string | null>> {
  return { ...textMembers(seal), signature: seal.signature };
}

/** What the next seal names as its `previous`. */
export function sealHash(seal: SealContent): Hash {
  return createHash("sha256").update(sealText(seal)).digest("hex");
}

function textMembers(seal: SealContent): Readonly<Record<string, string | null>> {
  const { ledger, number, position, count, chainHash, root, sealedAt, previous, key, nextKey } = seal;
  return {
    format: SEAL_FORMAT,
    ledger,
    number: String(number),
    position: String(position),
    count: String(count),
    chainHash,
    root,
    sealedAt: new Date(sealedAt).toISOString(),
    previous,
    key,
    nextKey,
  };
}
