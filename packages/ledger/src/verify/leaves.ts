import { BLOCK, Frontier, type Hash, type Tree } from "../merkle/index.js";
import type { SpanReport } from "./span.js";

/** Gathers the leaves of a span, of which whole blocks become one hash each. */
export class Leaves {
  readonly leading: Hash[] = [];
  readonly blocks: Hash[] = [];
  private loose: Hash[] = [];

  /** `size`: how many leaves stand before the span. */
  constructor(private size: bigint) {}

  push(leaf: Hash): void {
    this.size += 1n;
    this.loose.push(leaf);
    if (this.size % BLOCK !== 0n) return;
    if (BigInt(this.loose.length) === BLOCK) {
      const block = new Frontier();
      for (const each of this.loose) block.push(0, each);
      this.blocks.push(block.root());
    } else {
      this.leading.push(...this.loose);
    }
    this.loose = [];
  }

  get trailing(): readonly Hash[] {
    return this.loose;
  }
}

/** Adds what a span gathered to the tree before it. */
export function extend(
  tree: Tree,
  { leading, blocks, trailing }: Pick<SpanReport, "leading" | "blocks" | "trailing">,
): void {
  for (const leaf of leading) tree.pushLeaf(leaf);
  for (const block of blocks) tree.pushBlock(block);
  for (const leaf of trailing) tree.pushLeaf(leaf);
}
