import type { LedgerId, Position } from "../ledger-id.js";
import {
  BLOCK,
  BLOCK_LEVEL,
  consistencyRanges,
  Frontier,
  type Hash,
  inclusionRanges,
  type Range,
} from "../merkle/index.js";
import type { Queryable } from "../queryable.js";
import { keptBlocks } from "./grow.js";
import { readLeaves } from "./read-leaves.js";
import { sealsAfter } from "./read-seals.js";
import type { Seal } from "./seal.js";

/** Proves what is in a ledger's seals. It reads few events: whole blocks are known from the seals. */
export interface Prover {
  /** The path of the event at a position in a seal that covers it (RFC 9162 §2.1.3). */
  readonly inclusion: (position: Position, seal: Pick<Seal, "position">) => Promise<readonly Hash[]>;
  /** That a seal's tree begins with an earlier seal's (RFC 9162 §2.1.4). */
  readonly consistency: (
    first: Pick<Seal, "position">,
    second: Pick<Seal, "position">,
  ) => Promise<readonly Hash[]>;
}

/** A prover of a ledger's seals as they are now; it remembers what it has read. */
export async function prover(db: Queryable, ledger: LedgerId): Promise<Prover> {
  const blocks = keptBlocks(await sealsAfter(db, ledger, 0n));
  const known = new Map<string, Promise<Hash>>();

  const rootOf = async ({ from, to }: Range): Promise<Hash> => {
    const own = new Frontier();
    let at = from;
    if (from % BLOCK === 0n) {
      for (; at + BLOCK <= to; at += BLOCK) own.push(BLOCK_LEVEL, blocks[Number(at / BLOCK)] ?? "");
    }
    for (const leaf of await readLeaves(db, ledger, at, to)) own.push(0, leaf);
    return own.root();
  };
  const all = async (ranges: readonly Range[]): Promise<readonly Hash[]> => {
    const roots: Hash[] = [];
    for (const range of ranges) {
      const name = `${range.from} ${range.to}`;
      const root = known.get(name) ?? rootOf(range);
      known.set(name, root);
      roots.push(await root);
    }
    return roots;
  };
  return {
    inclusion: (position, seal) => all(inclusionRanges(position - 1n, seal.position)),
    consistency: (first, second) => all(consistencyRanges(first.position, second.position)),
  };
}
