import fc from "fast-check";
import { expect, it } from "vitest";
import {
  Frontier,
  inclusionRanges,
  leafHash,
  membershipRanges,
  type Range,
  rootByMembership,
} from "./index.js";

const leaves = Array.from({ length: 64 }, (_none, index) => leafHash(index.toString(16).padStart(64, "0")));
const rootOf = ({ from, to }: Range): string => {
  const own = new Frontier();
  for (const leaf of leaves.slice(Number(from), Number(to))) own.push(0, leaf);
  return own.root();
};
const members = (indexes: readonly number[]) =>
  indexes.map((index) => ({ index: BigInt(index), hash: leaves[index] ?? "" }));
const proofOf = (indexes: readonly number[], size: number) =>
  membershipRanges(indexes.map(BigInt), BigInt(size)).map(rootOf);
const whole = (size: number) => rootOf({ from: 0n, to: BigInt(size) });

it("proves every set of leaves of every tree up to eleven", () => {
  for (let size = 1; size <= 11; size += 1) {
    for (let set = 1; set < 2 ** size; set += 1) {
      const indexes = Array.from({ length: size }, (_none, index) => index).filter(
        (index) => (set >> index) % 2 === 1,
      );
      expect(rootByMembership(members(indexes), BigInt(size), proofOf(indexes, size))).toBe(whole(size));
    }
  }
});

it("is the inclusion path of a single leaf, whatever the order", () => {
  for (let size = 1; size <= 64; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const [one, other] = [proofOf([index], size), inclusionRanges(BigInt(index), BigInt(size)).map(rootOf)];
      expect([...one].sort()).toEqual([...other].sort());
    }
  }
});

it("proves nothing when anything of it is another", () => {
  const tree = fc.integer({ min: 1, max: 64 }).chain((size) =>
    fc.tuple(
      fc.constant(size),
      fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }).map((own) => own.sort((a, b) => a - b)),
      fc.nat(),
    ),
  );
  fc.assert(
    fc.property(tree, ([size, indexes, pick]) => {
      const proof = proofOf(indexes, size);
      const proves = (own = members(indexes), by = proof, ofSize = size): boolean =>
        rootByMembership(own, BigInt(ofSize), by) === whole(size);
      expect(proves()).toBe(true);
      const at = pick % (proof.length + 1);
      const odd = leafHash("f".repeat(64));
      expect(proves(members(indexes), proof.toSpliced(at, 0, odd))).toBe(false);
      if (proof.length > 0) {
        const own = pick % proof.length;
        expect(proves(members(indexes), proof.toSpliced(own, 1))).toBe(false);
        expect(proves(members(indexes), proof.with(own, odd))).toBe(false);
      }
      const of = pick % indexes.length;
      const member = members(indexes)[of] ?? { index: 0n, hash: "" };
      expect(proves(members(indexes).with(of, { ...member, hash: odd }))).toBe(false);
      expect(proves(members(indexes).toSpliced(of, 1))).toBe(false);
      expect(proves(members(indexes).toSpliced(of, 0, member))).toBe(false);
      expect(proves(members(indexes).with(of, { ...member, index: BigInt(size) }))).toBe(false);
    }),
    { numRuns: 500 },
  );
});
