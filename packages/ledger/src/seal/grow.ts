import type { Client } from "pg";
import type { LedgerId } from "../ledger-id.js";
import { type Hash, Tree } from "../merkle/index.js";
import { drawSeeds } from "../verify/check-keys.js";
import type { Checkers } from "../verify/checking.js";
import { beginning, cutAt } from "../verify/cuts.js";
import type { Finding } from "../verify/finding.js";
import { extend } from "../verify/leaves.js";
import type { Cut } from "../verify/span.js";
import { eachSpan } from "../verify/spans.js";
import { CannotSeal } from "./cannot-seal.js";
import { EventsMissing, readLeaves } from "./read-leaves.js";
import { keptBlocks, type StoredSeal } from "./read-seals.js";
import type { Seal } from "./seal.js";

/** A tree from the seals there are up to a cut. */
export interface Growth {
  readonly ledger: LedgerId;
  readonly stored: readonly StoredSeal[];
  readonly before: Seal | undefined;
  readonly last: Cut;
}

/**
 * The tree of a ledger up to a cut: what the last seal covers from the blocks that seals keep, what came since from the events, which
 * are verified on the way. Rejects with CannotSeal when something is not as it must be.
 */
export async function grow(
  client: Client,
  checkers: Checkers,
  { ledger, stored, before, last }: Growth,
): Promise<{ readonly tree: Tree; readonly blocksBefore: number }> {
  const tree = new Tree();
  for (const block of keptBlocks(stored)) tree.pushBlock(block);
  const blocksBefore = tree.blocks.length;
  let from = beginning;
  if (before !== undefined) {
    for (const leaf of await sealedLeaves(client, ledger, tree.size, before)) tree.pushLeaf(leaf);
    from = await cutAt(client, ledger, beginning, before.position, last);
    if (
      tree.root() !== before.root ||
      from.position !== before.position ||
      from.chainHash !== before.chainHash
    )
      throw damaged(`what seal ${before.number} covers is not what it was`);
  }
  await eachSpan(client, checkers, { ledger, from, last, seeds: drawSeeds() }, (report) => {
    const [first] = report.findings;
    if (first !== undefined) throw damaged(tellFinding(first));
    extend(tree, report);
  });
  return { tree, blocksBefore };
}

/** The leaves that the last seal covers and no block holds. */
async function sealedLeaves(
  client: Client,
  ledger: LedgerId,
  after: bigint,
  { position }: Seal,
): Promise<readonly Hash[]> {
  try {
    return await readLeaves(client, ledger, after, position);
  } catch (error) {
    throw error instanceof EventsMissing ? damaged(error.message) : error;
  }
}

function damaged(what: string): CannotSeal {
  return new CannotSeal(
    "damaged",
    `${what}; what is damaged is not sealed: \`anshi verify\` tells all of it`,
  );
}

function tellFinding({ code, position, message }: Finding): string {
  return `position ${position}: ${message} (${code})`;
}
