import { canonical } from "@anshi/domain";
import {
  isSigned,
  leafHash,
  parseSeal,
  publicKey,
  rootByMembership,
  type Seal,
  type StoredEvent,
  sealJson,
} from "@anshi/ledger";
import { type Members, unzip } from "./archive.js";
import type { Contents } from "./contents.js";
import { type Header, readHeader } from "./header.js";
import { members, names, sha256, withManifest } from "./pack.js";
import { unpackEvent } from "./packed-event.js";
import { Underivable } from "./underivable.js";

/** One thing that was looked at. */
export interface Step {
  readonly code: "archive" | "manifest" | "seal" | "key" | "events" | "proof" | "derivation" | "sheet";
  readonly ok: boolean;
  readonly message: string;
}

/** What a check came to. It ends at the first thing that is not as it must be. */
export interface CheckReport {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly header: Header | null;
  readonly seal: Seal | null;
  readonly events: number;
}

/** What the checker holds: the public keys, as seals name them, that it trusts; none: the pack's own is only named. */
export interface CheckTrust {
  readonly publicKeys: readonly string[];
}

/** Bytes that an unpacked pack may have. */
const LARGEST = 1_073_741_824;

class Refused extends Error {
  constructor(
    readonly code: Step["code"],
    message: string,
  ) {
    super(message);
  }
}

/**
 * Checks an evidence pack by itself, without a database or a network: that nothing in it was changed, that its events stand in a
 * signed seal, and that what it derives from them does follow.
 */
export function check(archive: Uint8Array, { publicKeys }: CheckTrust): CheckReport {
  const steps: Step[] = [];
  const pass = (code: Step["code"], message: string): void => void steps.push({ code, ok: true, message });
  const found: { header: Header | null; seal: Seal | null; events: number } = {
    header: null,
    seal: null,
    events: 0,
  };
  try {
    const files = unzip(archive, LARGEST);
    if (files === undefined) throw new Refused("archive", "this is no archive of evidence, or it is damaged");
    pass("archive", `${files.size} members`);
    checkManifest(files);
    pass("manifest", "every member is the one that was packed");

    const seal = sealIn(files);
    found.seal = seal;
    pass("seal", `seal ${seal.number} of ledger ${seal.ledger} is signed with the key it names`);
    const isKnown = publicKeys.length > 0;
    if (isKnown && !publicKeys.includes(seal.key))
      throw new Refused("key", `the seal is signed with ${seal.key}, not with a key that was given`);
    pass(
      "key",
      isKnown
        ? "the key is one that was given"
        : `the key is ${seal.key}: hold it against the one that was published`,
    );

    const header = headerIn(files);
    found.header = header;
    const events = eventsIn(files, header, seal);
    found.events = events.length;
    pass("events", `${events.length} event(s), each with the hash of its body`);
    const proof = proofIn(files);
    checkProof(events, seal, proof);
    pass("proof", `they stand in the seal's tree of ${seal.count} events`);

    checkDerived(files, { header, events, seal, proof });
    pass("derivation", `what is derived follows from them by ${header.ruleSet}`);
    pass("sheet", "the sheet says what is derived");
    return { ok: true, steps, ...found };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      ok: false,
      steps: [...steps, { code: error.code, ok: false, message: error.message }],
      ...found,
    };
  }
}

function textOf(files: Members, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString("utf8");
}

/** A member's JSON, if it is the one way to write it. */
function jsonIn(files: Members, name: string, code: Step["code"]): unknown {
  const text = textOf(files, name);
  try {
    const value: unknown = JSON.parse(text);
    if (`${canonical(value)}\n` === text) return value;
  } catch {
    // Told below.
  }
  throw new Refused(code, `${name} is no canonical JSON`);
}

function checkManifest(files: Members): void {
  const own = new Map([...files].filter(([name]) => name !== names.manifest));
  const expected = textOf(withManifest(own), names.manifest);
  const missing = Object.values(names).filter((name) => !files.has(name));
  const more = [...files.keys()].filter(
    (name) => !(Object.values(names) as readonly string[]).includes(name),
  );
  if (missing.length > 0) throw new Refused("manifest", `${missing.join(", ")} is missing`);
  if (more.length > 0) throw new Refused("manifest", `${more.join(", ")} does not belong to it`);
  if (textOf(files, names.manifest) === expected) return;
  const { files: listed } = jsonIn(files, names.manifest, "manifest") as {
    readonly files?: Readonly<Record<string, string>>;
  };
  const changed = [...own].filter(([name, bytes]) => listed?.[name] !== sha256(bytes)).map(([name]) => name);
  throw new Refused(
    "manifest",
    changed.length === 0 ? "the manifest is not as it was packed" : `${changed.join(", ")} was changed`,
  );
}

function sealIn(files: Members): Seal {
  const text = textOf(files, names.seal);
  const seal = parseSeal(text);
  if (seal === undefined || `${sealJson(seal)}\n` !== text)
    throw new Refused("seal", `${names.seal} holds no seal`);
  if (!isSigned(seal)) throw new Refused("seal", "the seal's signature does not hold");
  try {
    if (publicKey(textOf(files, names.key)) === seal.key) return seal;
  } catch {
    // Told below.
  }
  throw new Refused("key", `${names.key} is not the key that the seal names`);
}

function headerIn(files: Members): Header {
  const header = readHeader(jsonIn(files, names.header, "derivation"));
  if (header === undefined)
    throw new Refused("derivation", `${names.header} does not say what this is evidence of`);
  return header;
}

function eventsIn(files: Members, header: Header, seal: Seal): readonly StoredEvent[] {
  const lines = textOf(files, names.events).split("\n").slice(0, -1);
  let [last, recorded] = [0n, 0];
  return lines.map((line, index) => {
    const event = unpackEvent(line);
    if (event === undefined)
      throw new Refused("events", `line ${index + 1} of ${names.events} holds no event`);
    const { position, recordedAt, body, contentHash } = event;
    const isNext =
      position > last && recordedAt >= recorded && position <= seal.position && recordedAt <= seal.sealedAt;
    if (!isNext || header.ledger !== seal.ledger)
      throw new Refused("events", `the event of line ${index + 1} cannot stand in this seal`);
    if (sha256(Buffer.from(body, "utf8")) !== contentHash)
      throw new Refused("events", `the body of position ${position} is not what its hash was taken of`);
    [last, recorded] = [position, recordedAt];
    return event;
  });
}

function proofIn(files: Members): readonly string[] {
  const { beside } = jsonIn(files, names.proof, "proof") as { readonly beside?: unknown };
  if (Array.isArray(beside) && beside.every((hash) => /^[0-9a-f]{64}$/u.test(String(hash)))) return beside;
  throw new Refused("proof", `${names.proof} holds no proof`);
}

function checkProof(events: readonly StoredEvent[], seal: Seal, proof: readonly string[]): void {
  const leaves = events.map(({ position, contentHash }) => ({
    index: position - 1n,
    hash: leafHash(contentHash),
  }));
  if (seal.count !== seal.position || rootByMembership(leaves, seal.position, proof) !== seal.root)
    throw new Refused("proof", "the events are not those of the seal's tree");
}

function checkDerived(files: Members, contents: Contents): void {
  let expected: Members;
  try {
    expected = members(contents);
  } catch (error) {
    if (!(error instanceof Underivable)) throw error;
    throw new Refused("derivation", error.message);
  }
  const differs = (name: string): boolean => textOf(files, name) !== textOf(expected, name);
  if (differs(names.derivation))
    throw new Refused("derivation", "what is derived does not follow from the events");
  if (differs(names.sheet)) throw new Refused("sheet", "the sheet does not say what is derived");
  const derived = JSON.parse(textOf(files, names.derivation)) as { readonly equal?: unknown };
  if (derived.equal === false)
    throw new Refused("derivation", "the figure does NOT come out of its events as it was published");
  const odd = [...expected.keys()].find(differs);
  if (odd !== undefined) throw new Refused("manifest", `${odd} is not written as it must be`);
}
