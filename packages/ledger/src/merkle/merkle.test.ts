import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  consistencyRanges,
  emptyRoot,
  Frontier,
  type Hash,
  inclusionRanges,
  isConsistent,
  leafHash,
  nodeHash,
  type Range,
  rootByInclusion,
} from "./index.js";

const sha256 = (...parts: readonly Uint8Array[]): Hash => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest("hex");
};

/** RFC 9162 §2.1.1 word for word, as the tests' own. */
function treeHash(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return sha256();
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  const bytes = (text: Hash) => Buffer.from(text, "hex");
  return sha256(Buffer.of(1), bytes(treeHash(leaves.slice(0, left))), bytes(treeHash(leaves.slice(left))));
}

const rootOf = (leaves: readonly Hash[], ranges: readonly Range[]): readonly Hash[] =>
  ranges.map(({ from, to }) => treeHash(leaves.slice(Number(from), Number(to))));

// The inputs and answers that implementations of Certificate Transparency are tested with; leaves are of any length there.
const inputs = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const known = inputs.map((input) => sha256(Buffer.of(0), Buffer.from(input, "hex")));
const knownRoots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const frontierOf = (leaves: readonly Hash[]): Frontier => {
  const frontier = new Frontier();
  for (const leaf of leaves) frontier.push(0, leaf);
  return frontier;
};

describe("known answers of Certificate Transparency", () => {
  it("roots", () => {
    expect(knownRoots.map((_root, size) => frontierOf(known.slice(0, size)).root())).toEqual(knownRoots);
    expect(emptyRoot).toBe(knownRoots[0]);
  });

  it("an inclusion path and a consistency proof", () => {
    const path = [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    expect(rootOf(known, inclusionRanges(0n, 8n))).toEqual(path);
    expect(rootByInclusion(known[0] ?? "", 0n, 8n, path)).toBe(knownRoots[8]);
    expect(rootOf(known, consistencyRanges(1n, 8n))).toEqual(path);
    expect(isConsistent(1n, knownRoots[1] ?? "", 8n, knownRoots[8] ?? "", path)).toBe(true);
  });

  it("leaves and nodes are hashed apart", () => {
    const content = sha256(Buffer.from("x"));
    expect(leafHash(content)).toBe(sha256(Buffer.of(0), Buffer.from(content, "hex")));
    expect(nodeHash(content, emptyRoot)).toBe(
      sha256(Buffer.of(1), Buffer.from(content, "hex"), Buffer.from(emptyRoot, "hex")),
    );
  });
});

const MOST = 64;
const leaves = Array.from({ length: MOST }, (_none, index) => leafHash(sha256(Buffer.of(index))));
const sizes = Array.from({ length: MOST }, (_none, index) => index + 1);

/** Every way to spoil a proof a little: each hash by a bit, left out, doubled, swapped with the next; one more at the end. */
function mutants(proof: readonly Hash[]): readonly (readonly Hash[])[] {
  const flip = (hash: Hash): Hash => `${hash.startsWith("0") ? "1" : "0"}${hash.slice(1)}`;
  return [
    [...proof, emptyRoot],
    [emptyRoot, ...proof],
    ...proof.flatMap((hash, at) => {
      const next = proof[at + 1];
      return [
        proof.with(at, flip(hash)),
        proof.toSpliced(at, 1),
        proof.toSpliced(at, 0, hash),
        ...(next === undefined ? [] : [proof.toSpliced(at, 2, next, hash)]),
      ];
    }),
  ];
}

describe.each(sizes)("a tree of %i", (size) => {
  const own = leaves.slice(0, size);
  const root = treeHash(own);

  it("has its root, however it grew", () => {
    expect(frontierOf(own).root()).toBe(root);
    for (let level = 0; 2 ** level <= size; level += 1) {
      const width = 2 ** level;
      const whole = Math.floor(size / width) * width;
      const grown = new Frontier();
      for (let at = 0; at < whole; at += width) grown.push(level, treeHash(own.slice(at, at + width)));
      grown.append(frontierOf(own.slice(whole)).state());
      expect(grown.root()).toBe(root);
    }
  });

  it("proves each leaf, and no proof that was spoilt", () => {
    for (let index = 0; index < size; index += 1) {
      const path = rootOf(own, inclusionRanges(BigInt(index), BigInt(size)));
      const proves = (at: number, ofSize: number, by: readonly Hash[], leaf = own[index] ?? ""): boolean =>
        rootByInclusion(leaf, BigInt(at), BigInt(ofSize), by) === root;
      expect(proves(index, size, path)).toBe(true);
      for (const spoilt of mutants(path)) expect(proves(index, size, spoilt)).toBe(false);
      for (let other = -1; other <= size; other += 1)
        if (other !== index) expect(proves(other, size, path)).toBe(false);
      expect(proves(index, size, path, leafHash(emptyRoot))).toBe(false);
    }
  });

  it("is proved to begin with each smaller one, and by no proof that was spoilt", () => {
    for (let first = 1; first <= size; first += 1) {
      const firstRoot = treeHash(own.slice(0, first));
      const proof = rootOf(own, consistencyRanges(BigInt(first), BigInt(size)));
      const proves = (by: readonly Hash[], of = firstRoot, to = root, n = first): boolean =>
        isConsistent(BigInt(n), of, BigInt(size), to, by);
      expect(proves(proof)).toBe(true);
      for (const spoilt of mutants(proof)) expect(proves(spoilt)).toBe(false);
      expect(proves(proof, emptyRoot)).toBe(false);
      expect(proves(proof, firstRoot, emptyRoot)).toBe(false);
      for (let other = 0; other <= size + 1; other += 1)
        if (other !== first) expect(proves(proof, firstRoot, root, other)).toBe(false);
    }
  });
});

it("asks for no leaf and no tree that is not there", () => {
  expect(() => inclusionRanges(3n, 3n)).toThrow(RangeError);
  expect(() => inclusionRanges(-1n, 3n)).toThrow(RangeError);
  expect(() => consistencyRanges(0n, 3n)).toThrow(RangeError);
  expect(() => consistencyRanges(4n, 3n)).toThrow(RangeError);
});
