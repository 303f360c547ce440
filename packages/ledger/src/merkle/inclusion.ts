import { type Hash, nodeHash } from "./hash.js";
import { leftSize, type Range } from "./range.js";

/** The subtrees whose roots prove the leaf at an index to be in a tree of `size` leaves, the nearest first (RFC 9162 §2.1.3.1). */
export function inclusionRanges(index: bigint, size: bigint): readonly Range[] {
  if (index < 0n || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const beside: Range[] = [];
  let [from, to] = [0n, size];
  while (to - from > 1n) {
    const middle = from + leftSize(to - from);
    if (index < middle) {
      beside.unshift({ from: middle, to });
      to = middle;
    } else {
      beside.unshift({ from, to: middle });
      from = middle;
    }
  }
  return beside;
}

/**
 * The root that a leaf at an index and its path lead to (RFC 9162 §2.1.3.2): the leaf is in the tree of that size if it is the
 * tree's root. `undefined` when a path of this length cannot be one.
 */
export function rootByInclusion(
  leaf: Hash,
  index: bigint,
  size: bigint,
  path: readonly Hash[],
): Hash | undefined {
  if (index < 0n || index >= size) return undefined;
  let [own, last, root] = [index, size - 1n, leaf];
  for (const beside of path) {
    if (last === 0n) return undefined;
    if (own % 2n === 1n || own === last) {
      root = nodeHash(beside, root);
      // Where the tree's right edge has no node at a level, the one below stands in for it.
      while (own % 2n === 0n && own !== 0n) [own, last] = [own / 2n, last / 2n];
    } else {
      root = nodeHash(root, beside);
    }
    [own, last] = [own / 2n, last / 2n];
  }
  return last === 0n ? root : undefined;
}
