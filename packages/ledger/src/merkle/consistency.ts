import { type Hash, nodeHash } from "./hash.js";
import { leftSize, type Range } from "./range.js";

/** The subtrees whose roots prove a tree of `second` leaves to begin with one of `first`, 1 ≤ first ≤ second (RFC 9162 §2.1.4.1). */
export function consistencyRanges(first: bigint, second: bigint): readonly Range[] {
  if (first < 1n || first > second) throw new RangeError(`no tree of ${second} begins with one of ${first}`);
  const ranges: Range[] = [];
  let [from, to] = [0n, second];
  while (to !== first) {
    const middle = from + leftSize(to - from);
    if (first <= middle) {
      ranges.unshift({ from: middle, to });
      to = middle;
    } else {
      ranges.unshift({ from, to: middle });
      from = middle;
    }
  }
  // What remains is the first tree itself, whose root is known, or its right edge.
  return from === 0n ? ranges : [{ from, to }, ...ranges];
}

/** Whether a proof shows that the second tree begins with the first (RFC 9162 §2.1.4.2). */
export function isConsistent(
  first: bigint,
  firstRoot: Hash,
  second: bigint,
  secondRoot: Hash,
  proof: readonly Hash[],
): boolean {
  if (first < 1n || first > second) return false;
  if (first === second) return proof.length === 0 && firstRoot === secondRoot;
  const isPowerOfTwo = (first & (first - 1n)) === 0n;
  const [start, ...rest] = isPowerOfTwo ? [firstRoot, ...proof] : proof;
  if (start === undefined) return false;
  let [own, last] = [first - 1n, second - 1n];
  while (own % 2n === 1n) [own, last] = [own / 2n, last / 2n];
  let [firstSeen, secondSeen] = [start, start];
  for (const beside of rest) {
    if (last === 0n) return false;
    if (own % 2n === 1n || own === last) {
      firstSeen = nodeHash(beside, firstSeen);
      secondSeen = nodeHash(beside, secondSeen);
      while (own % 2n === 0n && own !== 0n) [own, last] = [own / 2n, last / 2n];
    } else {
      secondSeen = nodeHash(secondSeen, beside);
    }
    [own, last] = [own / 2n, last / 2n];
  }
  return last === 0n && firstSeen === firstRoot && secondSeen === secondRoot;
}
