import { BLOCK, type Tree } from "../merkle/index.js";
import type { Tell } from "./batch-check.js";
import type { SealToMeet } from "./check-seals.js";
import type { Cut } from "./span.js";

/** The ledger as it was read up to a cut. */
export interface Reached {
  readonly cut: Cut;
  readonly tree: Tree;
  readonly count: bigint;
}

/** Holds seals, in order of position, against the events as they are read. */
export class SealMeeting {
  private at = 0;
  /** Up to where seals were met by what was read. */
  private sure = 0n;
  private blocksKept = 0;
  /** What a seal was not met in, no later one can be met in either. */
  private readonly broken = new Set<string>();

  constructor(
    private readonly seals: readonly SealToMeet[],
    private readonly tell: Tell,
  ) {}

  reach(reached: Reached): void {
    for (let next = this.seals[this.at]; next !== undefined; next = this.seals[this.at]) {
      if (next.seal.position > reached.cut.position) return;
      this.meet(next, reached);
      this.at += 1;
    }
  }

  /** The ledger ends at a position: what is left was removed. */
  end(position: bigint): void {
    for (const { seal } of this.seals.slice(this.at))
      this.tell(
        "seal-beyond",
        position + 1n,
        `seal ${seal.number} covers ${seal.position} events; the ledger ends at ${position}`,
      );
  }

  private meet({ seal, blocks }: SealToMeet, { cut, tree, count }: Reached): void {
    const { number, position } = seal;
    const differs: string[] = [];
    if (cut.position !== position) differs.push("end of a batch");
    else {
      if (count !== seal.count) differs.push("count");
      if (cut.chainHash !== seal.chainHash) differs.push("chain hash");
      if (tree.root() !== seal.root) differs.push("Merkle root");
      if (blocks !== undefined && !this.keptRight(tree, position, blocks)) differs.push("kept subtree roots");
    }
    const fresh = differs.filter((what) => !this.broken.has(what));
    for (const what of fresh) this.broken.add(what);
    if (fresh.length > 0)
      this.tell(
        "seal-mismatch",
        this.sure + 1n,
        `the events up to ${position} are not those of seal ${number}: ${fresh.join(", ")}; something from ${this.sure + 1n} on was changed after it was sealed`,
      );
    if (differs.length === 0) this.sure = position;
  }

  private keptRight(tree: Tree, position: bigint, blocks: Buffer): boolean {
    const upTo = Number(position / BLOCK);
    const expected = tree.blocks.slice(this.blocksKept, upTo).join("");
    this.blocksKept = upTo;
    return blocks.toString("hex") === expected;
  }
}
