import { emptyRoot, type Hash, nodeHash } from "./hash.js";

/** A complete subtree: 2^level leaves and its root. */
interface Peak {
  readonly level: number;
  readonly hash: Hash;
}

/**
 * The right edge of a tree that grows: its complete subtrees, the largest first. It is all that is needed to go on and to know
 * the root, and never more than a hash for each bit of the size.
 */
export class Frontier {
  private readonly peaks: Peak[] = [];

  /** Adds a complete subtree of 2^level leaves at the end; the size so far must be a multiple of that. */
  push(level: number, hash: Hash): void {
    let grown: Peak = { level, hash };
    for (let last = this.peaks.at(-1); last?.level === grown.level; last = this.peaks.at(-1)) {
      this.peaks.pop();
      grown = { level: grown.level + 1, hash: nodeHash(last.hash, grown.hash) };
    }
    this.peaks.push(grown);
  }

  /** Adds the subtrees of what follows, in order. */
  append(following: readonly Peak[]): void {
    for (const { level, hash } of following) this.push(level, hash);
  }

  /** As it stands now, to be appended elsewhere or sent to another thread. */
  state(): readonly Peak[] {
    return [...this.peaks];
  }

  /** The root of the tree so far (RFC 9162 §2.1.1). */
  root(): Hash {
    const hashes = this.peaks.map(({ hash }) => hash);
    return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
  }
}
