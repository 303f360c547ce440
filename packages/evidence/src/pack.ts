import { createHash } from "node:crypto";
import { canonical } from "@anshi/domain";
import { publicKeyPem, sealJson } from "@anshi/ledger";
import { type Members, zip } from "./archive.js";
import type { Contents } from "./contents.js";
import { derive } from "./derive.js";
import { headerMembers, PACK_FORMAT } from "./header.js";
import { packEvent } from "./packed-event.js";
import { sheet } from "./sheet.js";

/** The names of a pack's members, in order. */
export const names = {
  sheet: "sheet.html",
  header: "evidence.json",
  events: "events.ndjson",
  proof: "proof.json",
  seal: "seal.json",
  key: "public-key.pem",
  derivation: "derivation.json",
  manifest: "manifest.json",
} as const;

/** A pack as a zip archive; the same contents give the same bytes. Throws Underivable. */
export function pack(contents: Contents): Buffer {
  return zip(withManifest(members(contents)));
}

/** The members of a pack, save for the manifest. */
export function members(contents: Contents): Members {
  const { header, events, seal, proof } = contents;
  const derivation = derive(header, events);
  const texts: readonly (readonly [string, string])[] = [
    [names.sheet, sheet({ ...contents, derivation })],
    [names.header, `${canonical(headerMembers(header))}\n`],
    [names.events, events.map((event) => `${canonical(packEvent(event))}\n`).join("")],
    [names.proof, `${canonical({ beside: proof })}\n`],
    [names.seal, `${sealJson(seal)}\n`],
    [names.key, publicKeyPem(seal.key)],
    [names.derivation, `${canonical(derivation)}\n`],
  ];
  return new Map(texts.map(([name, text]) => [name, Buffer.from(text, "utf8")]));
}

/** The members with a manifest: SHA-256 of each, so that a pack that was damaged is told from one that was forged. */
export function withManifest(own: Members): Members {
  const files = Object.fromEntries([...own].map(([name, bytes]) => [name, sha256(bytes)]));
  const manifest = Buffer.from(`${canonical({ files, format: PACK_FORMAT })}\n`, "utf8");
  return new Map([...own, [names.manifest, manifest]]);
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
