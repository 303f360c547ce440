import { type Hash, nodeHash } from "./hash.js";
import { leftSize, type Range } from "./range.js";

/**
 * The largest subtrees that hold none of some leaves of a tree, from left to right: their roots prove all those leaves at once. Of one
 * leaf they are its inclusion path. `indexes` ascend.
 */
export function membershipRanges(indexes: readonly bigint[], size: bigint): readonly Range[] {
  const ranges: Range[] = [];
  const visit = (from: bigint, to: bigint, own: readonly bigint[]): void => {
    if (own.length === 0) ranges.push({ from, to });
    else if (to - from > 1n) {
      const middle = from + leftSize(to - from);
      const right = own.findIndex((index) => index >= middle);
      const cut = right === -1 ? own.length : right;
      visit(from, middle, own.slice(0, cut));
      visit(middle, to, own.slice(cut));
    }
  };
  if (size > 0n) visit(0n, size, indexes);
  return ranges;
}

/**
 * The root that leaves and the subtrees beside them lead to: they are the tree's own if it is the tree's root. `undefined` when there
 * are more, or fewer, subtrees than it takes.
 */
export function rootByMembership(
  leaves: readonly { readonly index: bigint; readonly hash: Hash }[],
  size: bigint,
  beside: readonly Hash[],
): Hash | undefined {
  const rest = [...beside];
  const visit = (from: bigint, to: bigint, own: typeof leaves): Hash | undefined => {
    const [first] = own;
    if (first === undefined) return rest.shift();
    if (to - from === 1n) return own.length === 1 ? first.hash : undefined;
    const middle = from + leftSize(to - from);
    const right = own.findIndex(({ index }) => index >= middle);
    const cut = right === -1 ? own.length : right;
    const [before, after] = [visit(from, middle, own.slice(0, cut)), visit(middle, to, own.slice(cut))];
    return before === undefined || after === undefined ? undefined : nodeHash(before, after);
  };
  if (leaves.some(({ index }) => index < 0n || index >= size)) return undefined;
  const root = size > 0n ? visit(0n, size, leaves) : undefined;
  return rest.length === 0 ? root : undefined;
}
