import { Frontier } from "./frontier.js";
import type { Hash } from "./hash.js";

/** Blocks are complete subtrees of 2^10 leaves. Their roots are what seals keep of a tree. */
export const BLOCK_LEVEL = 10;
export const BLOCK = 1n << BigInt(BLOCK_LEVEL);

/** A tree that grows leaf by leaf or block by block, and the roots of its blocks. */
export class Tree {
  readonly blocks: Hash[] = [];
  private readonly complete = new Frontier();
  private open = new Frontier();
  private leaves = 0n;

  get size(): bigint {
    return this.leaves;
  }

  pushLeaf(leaf: Hash): void {
    this.open.push(0, leaf);
    this.leaves += 1n;
    if (this.leaves % BLOCK !== 0n) return;
    const block = this.open.root();
    this.open = new Frontier();
    this.blocks.push(block);
    this.complete.push(BLOCK_LEVEL, block);
  }

  /** Adds the root of a whole block; the size must be a multiple of a block's. */
  pushBlock(block: Hash): void {
    if (this.leaves % BLOCK !== 0n) throw new RangeError("a block begins at a block's border");
    this.leaves += BLOCK;
    this.blocks.push(block);
    this.complete.push(BLOCK_LEVEL, block);
  }

  root(): Hash {
    const whole = new Frontier();
    whole.append(this.complete.state());
    whole.append(this.open.state());
    return whole.root();
  }
}
