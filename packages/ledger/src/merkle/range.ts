/** Leaves of a tree, by index from 0: from `from` up to, not including, `to`. */
export interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** How many of `size` leaves, two or more, stand under the left of a tree's root: the largest power of two below. */
export function leftSize(size: bigint): bigint {
  let left = 1n;
  while (left * 2n < size) left *= 2n;
  return left;
}
