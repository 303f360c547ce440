import type { LedgerId, Position } from "../ledger-id.js";
import {
  BLOCK,
  BLOCK_LEVEL,
  consistencyRanges,
  Frontier,
  type Hash,
  inclusionRanges,
  membershipRanges,
  type Range,
} from "../merkle/index.js";
import type { Queryable } from "../queryable.js";
import { readLeaves } from "./read-leaves.js";
import { keptBlocks, sealsAfter } from "./read-seals.js";
import type { Seal } from "./seal.js";

/** Proves what is in a ledger's seals. It reads few events: whole blocks are known from the seals. */
export interface Prover {
  /** The path of the event at a position in a seal that covers it (RFC 9162 §2.1.3). */
  readonly inclusion: (position: Position, seal: Pick<Seal, "position">) => Promise<readonly Hash[]>;
  /** What proves the events at some positions, ascending, in a seal that covers them, all at once; see membershipRanges. */
  readonly membership: (
    positions: readonly Position[],
    seal: Pick<Seal, "position">,
  ) => Promise<readonly Hash[]>;
  /** That a seal's tree begins with an earlier seal's (RFC 9162 §2.1.4). */
  readonly consistency: (
    first: Pick<Seal, "position">,
    second: Pick<Seal, "position">,
  ) => Promise<readonly Hash[]>;
}

/** A prover of a ledger's seals as they are now. */
export async function prover(db: Queryable, ledger: LedgerId): Promise<Prover> {
  const blocks = keptBlocks(await sealsAfter(db, ledger, 0n));
  const last = { block: -1n, upTo: 0n, leaves: [] as readonly Hash[] };

  /** Leaves that lie in one block; what is asked next lies in the same, mostly. */
  const leavesOf = async (from: bigint, to: bigint, size: bigint): Promise<readonly Hash[]> => {
    const block = from / BLOCK;
    const start = block * BLOCK;
    const upTo = start + BLOCK < size ? start + BLOCK : size;
    if (last.block !== block || last.upTo < to)
      Object.assign(last, { block, upTo, leaves: await readLeaves(db, ledger, start, upTo) });
    return last.leaves.slice(Number(from - start), Number(to - start));
  };
  const rootOf = async ({ from, to }: Range, size: bigint): Promise<Hash> => {
    const own = new Frontier();
    let at = from;
    if (from % BLOCK === 0n) {
      for (; at + BLOCK <= to; at += BLOCK) own.push(BLOCK_LEVEL, blocks[Number(at / BLOCK)] ?? "");
    }
    if (at < to) for (const leaf of await leavesOf(at, to, size)) own.push(0, leaf);
    return own.root();
  };
  const all = async (ranges: readonly Range[], size: bigint): Promise<readonly Hash[]> => {
    const roots: Hash[] = [];
    for (const range of ranges) roots.push(await rootOf(range, size));
    return roots;
  };
  return {
    inclusion: (position, seal) => all(inclusionRanges(position - 1n, seal.position), seal.position),
    membership: (positions, seal) =>
      all(
        membershipRanges(
          positions.map((position) => position - 1n),
          seal.position,
        ),
        seal.position,
      ),
    consistency: (first, second) => all(consistencyRanges(first.position, second.position), second.position),
  };
}
