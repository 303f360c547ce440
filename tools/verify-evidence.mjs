#!/usr/bin/env node
// Verifies an evidence pack of Anshi (证据包) by itself: node verify-evidence.mjs PACK.zip [PUBLIC-KEY.pem]
//
// It uses nothing but Node's own library – no code of Anshi's – and can be read in one sitting. It shows that
//   1. no member of the pack is missing, added or changed since it was packed (manifest.json);
//   2. the seal is signed with Ed25519 by the key it names, and, when a key is given, by that one;
//   3. each event's hash is that of its body, and all of them stand at their positions in the Merkle tree (RFC 9162) that was sealed.
// It does not derive anything anew: whether the sheet's deadlines and counts follow from the events is what
// `anshi evidence check` looks at. Without a key of your own it cannot know whose the seal is; it names the pack's.
// Exit status: 0 the pack holds, 1 it does not, 2 wrong use.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

const MEMBERS = [
  "derivation.json",
  "events.ndjson",
  "evidence.json",
  "manifest.json",
  "proof.json",
  "public-key.pem",
  "seal.json",
  "sheet.html",
];

const [packFile, keyFile, ...more] = process.argv.slice(2);
if (packFile === undefined || more.length > 0) {
  console.error("usage: node verify-evidence.mjs PACK.zip [PUBLIC-KEY.pem]");
  process.exit(2);
}

const [pack, key] = [packFile, keyFile].map((file) => file && read(file));

try {
  const members = membersOf(pack);
  checkManifest(members);
  const seal = checkSeal(members, key);
  const events = checkEvents(members, seal);
  checkTree(members, events, seal);
  const { about } = json(members, "evidence.json");
  console.log(`about     ${about.figure ?? `${about.case.kind} ${about.case.subject}`}`);
  const positions = events.map(({ position }) => position).join(" ");
  console.log(`events    ${events.length}, at the positions ${positions.slice(0, 200)}`);
  console.log(
    `seal      ${seal.number} of ledger ${seal.ledger}, ${seal.count} events, sealed ${seal.sealedAt}`,
  );
  console.log(
    `key       ${seal.key}${keyFile === undefined ? " – hold it against the one that was published" : " – the one given"}`,
  );
  console.log("The pack holds.");
} catch (error) {
  console.log(`The pack does NOT hold: ${error.message}`);
  process.exit(1);
}

function checkManifest(members) {
  const names = [...members.keys()].sort();
  if (names.join() !== MEMBERS.join()) throw new Error(`its members are ${names.join(", ")}`);
  const { files, format } = json(members, "manifest.json");
  if (format !== "anshi-evidence-1") throw new Error("its format is unknown");
  const expected = MEMBERS.filter((name) => name !== "manifest.json");
  if (Object.keys(files).sort().join() !== expected.join())
    throw new Error("the manifest lists other members");
  for (const name of expected)
    if (files[name] !== sha256(members.get(name))) throw new Error(`${name} was changed`);
}

/** The seal, if it is signed: over the canonical JSON (RFC 8785) of all its members but the signature. */
function checkSeal(members, given) {
  const { signature, ...signed } = json(members, "seal.json");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: signed.key }, format: "jwk" });
  const isSigned = verify(null, Buffer.from(canonical(signed)), key, Buffer.from(signature, "base64url"));
  if (signed.format !== "anshi-seal-1" || !isSigned) throw new Error("the seal's signature does not hold");
  for (const pem of [members.get("public-key.pem"), ...(given === undefined ? [] : [given])]) {
    if (createPublicKey(pem).export({ format: "jwk" }).x !== signed.key)
      throw new Error(`the seal is signed with another key, ${signed.key}`);
  }
  return signed;
}

/** The events, in order, each with the hash of its body. */
function checkEvents(members, seal) {
  const lines = members.get("events.ndjson").toString("utf8").split("\n").slice(0, -1);
  const events = lines.map((line) => JSON.parse(line));
  let [last, recorded] = [0n, ""];
  for (const [index, { position, recordedAt, hash, body }] of events.entries()) {
    if (`${canonical(events[index])}` !== lines[index])
      throw new Error(`event ${index + 1} is not canonical JSON`);
    if (hash !== sha256(Buffer.from(body, "utf8")))
      throw new Error(`the body at position ${position} was changed`);
    if (
      BigInt(position) <= last ||
      BigInt(position) > BigInt(seal.count) ||
      recordedAt < recorded ||
      recordedAt > seal.sealedAt
    )
      throw new Error(`the event at position ${position} cannot stand in this seal`);
    [last, recorded] = [BigInt(position), recordedAt];
  }
  if (events.length === 0) throw new Error("it holds no event");
  return events;
}

/**
 * The tree's root from its leaves and, for every subtree without one of them, its root from proof.json, left to right. A leaf is
 * SHA-256 of 0x00 and the event's hash, a node SHA-256 of 0x01 and its two halves; the left one holds the largest power of two of leaves
 * that is smaller than the whole (RFC 9162, 2.1.1).
 */
function checkTree(members, events, seal) {
  const beside = json(members, "proof.json").beside.map((hash) => Buffer.from(hash, "hex"));
  const leaves = events.map(({ position, hash }) => ({
    index: BigInt(position) - 1n,
    hash: digest(Buffer.of(0), Buffer.from(hash, "hex")),
  }));
  const rootOf = (from, to, own) => {
    if (own.length === 0) {
      if (beside.length === 0) throw new Error("the proof is too short");
      return beside.shift();
    }
    if (to - from === 1n) return own[0].hash;
    let left = 1n;
    while (left * 2n < to - from) left *= 2n;
    const middle = from + left;
    const before = own.filter(({ index }) => index < middle);
    const after = own.filter(({ index }) => index >= middle);
    // The left half first: the proof's roots are in order.
    return digest(Buffer.of(1), rootOf(from, middle, before), rootOf(middle, to, after));
  };
  const root = rootOf(0n, BigInt(seal.count), leaves).toString("hex");
  if (root !== seal.root || beside.length > 0 || seal.count !== seal.position)
    throw new Error("the events do not stand in the tree that was sealed");
}

/** A member's JSON, which must be written the one canonical way (RFC 8785), with a line feed at its end. */
function json(members, name) {
  const text = members.get(name)?.toString("utf8") ?? "";
  const value = JSON.parse(text);
  if (`${canonical(value)}\n` !== text) throw new Error(`${name} is not canonical JSON`);
  return value;
}

/** Canonical JSON: members sorted by UTF-16 code units, no white space; numbers and strings are ECMAScript's. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

function sha256(bytes) {
  return digest(bytes).toString("hex");
}

function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function read(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    console.error(`${file} cannot be read: ${error.message}`);
    process.exit(2);
  }
}

function membersOf(zip) {
  try {
    return unzip(zip);
  } catch (error) {
    throw new Error(`it is no zip archive, or a damaged one (${error.message})`);
  }
}

/** The members of a zip archive, by its directory (APPNOTE 4.3; stored or deflated, no ZIP64). */
function unzip(zip) {
  const members = new Map();
  let at = zip.readUInt32LE(zip.lastIndexOf("PK\x05\x06", undefined, "latin1") + 16);
  for (
    ;
    zip.readUInt32LE(at) === 0x02014b50;
    at += 46 + [28, 30, 32].reduce((sum, of) => sum + zip.readUInt16LE(at + of), 0)
  ) {
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    if (members.has(name)) throw new Error(`it holds ${name} twice`);
    members.set(name, zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes));
  }
  return members;
}
