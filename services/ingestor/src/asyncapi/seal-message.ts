import type { Json } from "./json.js";

const text = { type: "string" };
const digits = { type: "string", pattern: "^\\d+$" };
const hash = { type: "string", pattern: "^[0-9a-f]{64}$" };
const key = { type: "string", pattern: "^[0-9A-Za-z_-]{43}$" };

const members = {
  format: { const: "anshi-seal-1" },
  ledger: text,
  number: { ...digits, description: "from 1, without gaps" },
  position: { ...digits, description: "the last event it covers" },
  count: digits,
  chainHash: { ...hash, description: "of the batch that ends there" },
  root: { ...hash, description: "of the Merkle tree (RFC 9162) over the events' content hashes" },
  sealedAt: { type: "string", format: "date-time" },
  previous: { ...hash, type: ["string", "null"], description: "SHA-256 of the text of the seal before" },
  key: { ...key, description: "Ed25519 public key it is signed with, in base64url" },
  nextKey: {
    ...key,
    type: ["string", "null"],
    description: "of the seals to come, when the key is to change",
  },
  signature: {
    type: "string",
    pattern: "^[0-9A-Za-z_-]{86}$",
    description: "Ed25519 over the canonical JSON (RFC 8785) of all other members",
  },
};

/** What the topic of seals is told. */
export const sealMessage: Json = {
  name: "seal",
  title: "封印 · a signed head of the ledger",
  contentType: "application/json",
  headers: {
    type: "object",
    required: ["content-type", "seal-number"],
    properties: { "content-type": { const: "application/json" }, "seal-number": digits },
  },
  payload: {
    type: "object",
    additionalProperties: false,
    required: Object.keys(members),
    properties: members,
  },
  bindings: { kafka: { key: { ...text, description: "the ledger" }, bindingVersion: "0.5.0" } },
};
