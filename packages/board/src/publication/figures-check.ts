import { atOneMoment, type Finding, type FurtherCheck, type LedgerId, readKinds } from "@anshi/ledger";
import type { Pool } from "pg";
import { checkpoint } from "../projection.js";
import { partHash, partsOf } from "./facts.js";
import { FIGURES_PUBLISHED, type Publication } from "./publication.js";
import { figuresOf, publications } from "./read.js";
import { OtherRuleSet, recompute } from "./recompute.js";

/**
 * For a verification of the ledger: every publication still has the facts of its figures as it named them, and every figure comes
 * out of the board as it was published. `pool`: connections that may read, with the board's schema in their path. What the board has
 * not come to, or is made with other rules than, is counted apart (`figuresWaiting`).
 */
export function figuresCheck(pool: Pool): FurtherCheck {
  return {
    name: "figures",
    run: async ({ ledger, upTo, tell, progress, signal }) => {
      const reached = (await checkpoint(pool, ledger)) ?? 0n;
      const all = await publications(pool, ledger, upTo);
      let [figures, waiting, done] = [0, 0, 0];
      for (const publication of all) {
        signal?.throwIfAborted();
        for (const finding of await oddParts(pool, ledger, publication)) tell(finding);
        const checked = publication.knownAt > reached ? undefined : await oddFigures(pool, publication, tell);
        if (checked === undefined) waiting += publication.figures;
        else figures += checked;
        done += 1;
        progress(done, all.length);
      }
      return { figures, ...(waiting > 0 ? { figuresWaiting: waiting } : {}) };
    },
  };
}

/** The facts of a publication's figures that are not those it named, by id and hash, when it was made. */
async function oddParts(pool: Pool, ledger: LedgerId, publication: Publication): Promise<readonly Finding[]> {
  const [own] = await readKinds(pool, ledger, ["board"], publication.position, [publication.id]);
  const parts = await readKinds(pool, ledger, ["figures"], publication.position, [publication.id]);
  const found = new Map(
    parts
      .filter(({ type }) => type === FIGURES_PUBLISHED)
      .map((part) => [part.id, { position: part.position, sha256: partHash(part.body) }]),
  );
  const named = own === undefined ? [] : partsOf(own);
  const odd = named.filter((part) => found.get(part.id)?.sha256 !== part.sha256);
  return odd.map(({ id }) => ({
    code: "figure",
    position: found.get(id)?.position ?? publication.position,
    message: `the fact ${id} of publication ${publication.id} is not the one that was published`,
  }));
}

async function oddFigures(
  pool: Pool,
  publication: Publication,
  tell: (finding: Finding) => void,
): Promise<number | undefined> {
  const finding = (position: bigint, message: string): void => tell({ code: "figure", position, message });
  try {
    const checks = await atOneMoment(pool, (db) => recompute(db, publication));
    const positions = new Map(
      (await figuresOf(pool, publication)).map((each) => [each.figure, each.position]),
    );
    for (const { figure, equal } of checks) {
      if (!equal)
        finding(
          positions.get(figure) ?? publication.position,
          `figure ${figure} does not come out as published`,
        );
    }
    return checks.length;
  } catch (error) {
    // The board cannot tell: that is what a replay is for.
    if (error instanceof OtherRuleSet) return undefined;
    throw error;
  }
}
