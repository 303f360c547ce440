import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleLedger } from "../testing/sample.js";
import { isSigned, newKeys, publicKey, publicKeyPem, sealKey } from "./key.js";
import { makeKeyFile, publicKeyFile, readKeyFile, readPublicKeyFile, UnfitKeyFile } from "./key-file.js";
import { parseSeal, readSeal } from "./parse-seal.js";
import { type SealContent, sealJson, sealMembers, sealText } from "./seal.js";

// RFC 8032 §7.1, test 1: the secret key as PKCS #8.
const rfc = {
  pem: `-----BEGIN PRIVATE KEY-----\n${Buffer.from(
    "302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "hex",
  ).toString("base64")}\n-----END PRIVATE KEY-----\n`,
  key: Buffer.from("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "hex").toString(
    "base64url",
  ),
};

const key = sealKey(rfc.pem);
const content: SealContent = {
  ledger: sampleLedger("3209"),
  number: 2n,
  position: 173_141n,
  count: 173_141n,
  chainHash: "a".repeat(64),
  root: "b".repeat(64),
  sealedAt: Date.UTC(2026, 10, 26, 18),
  previous: "c".repeat(64),
  key: key.key,
  nextKey: null,
};
const seal = key.seal(content);

describe("a seal", () => {
  it("is signed over one text, which anyone can write again", () => {
    expect(key.key).toBe(rfc.key);
    expect(sealText(seal)).toBe(
      `{"chainHash":"${"a".repeat(64)}","count":"173141","format":"anshi-seal-1","key":"${rfc.key}","ledger":"3209",` +
        `"nextKey":null,"number":"2","position":"173141","previous":"${"c".repeat(64)}","root":"${"b".repeat(64)}",` +
        `"sealedAt":"2026-11-26T18:00:00.000Z"}`,
    );
    expect(isSigned(seal)).toBe(true);
    // Ed25519 signs without chance: the same text and key give the same signature.
    expect(key.seal(content)).toEqual(seal);
  });

  it("does not hold when any member, or its signature, is another", () => {
    const others: Partial<typeof seal>[] = [
      { ledger: sampleLedger("3210") },
      { number: 3n },
      { position: 1n },
      { count: 1n },
      { chainHash: "d".repeat(64) },
      { root: "d".repeat(64) },
      { sealedAt: 0 },
      { previous: null },
      { key: sealKey(newKeys().privateKey).key },
      { key: "A".repeat(43) },
      { nextKey: rfc.key },
      { signature: `A${seal.signature.slice(1)}` },
      { signature: "" },
    ];
    for (const other of others) expect([other, isSigned({ ...seal, ...other })]).toEqual([other, false]);
  });

  it("is read back from its JSON, and from nothing else", () => {
    expect(parseSeal(sealJson(seal))).toEqual(seal);
    const members = sealMembers(seal);
    for (const name of Object.keys(members)) {
      const { [name]: _gone, ...rest } = members;
      expect([name, readSeal(rest)]).toEqual([name, undefined]);
      expect([name, readSeal({ ...members, [name]: 7 })]).toEqual([name, undefined]);
      expect([name, readSeal({ ...members, [name]: "" })]).toEqual([name, undefined]);
    }
    for (const odd of [
      { ...members, more: 1 },
      { ...members, position: "01" },
      { ...members, sealedAt: "2026-11-26T18:00:00Z" },
      [],
      null,
      "x",
    ])
      expect(readSeal(odd)).toBeUndefined();
    expect(parseSeal("{")).toBeUndefined();
  });
});

describe("keys", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "anshi-keys-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("are made for their owner alone, and never overwritten", async () => {
    const file = join(directory, "seal.key");
    const made = await makeKeyFile(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readKeyFile(file)).key).toBe(made);
    expect(await readPublicKeyFile(publicKeyFile(file))).toBe(made);
    const before = await readFile(file, "utf8");
    await expect(makeKeyFile(file)).rejects.toThrow(/is there already/u);
    expect(await readFile(file, "utf8")).toBe(before);
    await expect(makeKeyFile(join(directory, "none", "seal.key"))).rejects.toThrow(UnfitKeyFile);
  });

  it("say what is wrong with them, and nothing of a key", async () => {
    const { chmod, writeFile } = await import("node:fs/promises");
    const file = join(directory, "odd.key");
    await expect(readKeyFile(file)).rejects.toThrow(/anshi keys new/u);
    await writeFile(file, rfc.pem, { mode: 0o600 });
    await chmod(file, 0o640);
    await expect(readKeyFile(file)).rejects.toThrow(/chmod 600/u);
    await chmod(file, 0o600);
    expect((await readKeyFile(file)).key).toBe(rfc.key);
    await writeFile(file, "secret");
    await expect(readKeyFile(file)).rejects.toThrow(/^(?!.*secret).*expected an Ed25519 private key/u);
  });

  it("are Ed25519 and nothing else; a public one survives its PEM", () => {
    expect(publicKey(publicKeyPem(rfc.key))).toBe(rfc.key);
    expect(publicKey(rfc.pem)).toBe(rfc.key);
    expect(() => publicKey("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----")).toThrow(
      /Ed25519 public key/u,
    );
    expect(() => sealKey(newKeys().publicKey)).toThrow(/Ed25519 private key/u);
  });
});
