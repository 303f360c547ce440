import { checkpoint, isRebuilding, OtherRuleSet, publications, recompute } from "@anshi/board";
import { atOneMoment } from "@anshi/ledger";
import type { LedgerJob } from "../job.js";
import { hourly } from "../period.js";

const MOST_NAMED = 20;

/**
 * Computes every published figure again, one publication after the other, and records which do not come out as published: the
 * board, its rules or the ledger are not what they were.
 */
export const recomputePublished: LedgerJob = {
  name: "recompute",
  scope: "ledger",
  ...hourly(20),
  run: async ({ pool, ledger, signal, log }) => {
    const reached = (await checkpoint(pool, ledger)) ?? 0n;
    const isBuilding = await isRebuilding(pool, ledger);
    let figures = 0;
    let waiting = 0;
    const differing: string[] = [];
    const all = await publications(pool, ledger);
    for (const publication of all) {
      signal.throwIfAborted();
      // A board that is built anew is not at its place yet: asked again in an hour.
      if (isBuilding || publication.knownAt > reached) {
        waiting += 1;
        continue;
      }
      const checks = await atOneMoment(pool, (db) => recompute(db, publication)).catch((error: unknown) => {
        if (error instanceof OtherRuleSet) return undefined;
        throw error;
      });
      if (checks === undefined) {
        waiting += 1;
        continue;
      }
      figures += checks.length;
      differing.push(...checks.filter(({ equal }) => !equal).map(({ figure }) => figure));
    }
    const found = { differing: differing.length, first: differing.slice(0, MOST_NAMED) };
    if (differing.length > 0) log.error(found, "published figures do not come out as published");
    return { publications: all.length, waiting, figures, ...found };
  },
};
