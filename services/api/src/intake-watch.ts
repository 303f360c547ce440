import { LedgerUnavailable } from "@anshi/ledger";
import type { AppendAll } from "./group.js";

/** Watches whether the ledger takes what is given to it. */
export interface IntakeWatch {
  readonly appendAll: AppendAll;
  /** Why not, or nothing. */
  readonly reason: () => string | null;
}

/** An append under way for longer than this is stuck. */
const STUCK_MS = 10_000;
/** A failure is told for as long, should nobody try again: what became of its cause is not known after that. */
const FAILED_MS = 15_000;

/**
 * Watches the appends themselves: a database with a full disk, or one that waits for a lock, still answers every question
 * while it accepts nothing.
 */
export function watchIntake(appendAll: AppendAll, now: () => number = Date.now): IntakeWatch {
  const underWay = new Set<{ readonly since: number }>();
  let failure: { readonly at: number; readonly message: string } | undefined;
  return {
    appendAll: async (ledger, submissions) => {
      const own = { since: now() };
      underWay.add(own);
      try {
        const outcomes = await appendAll(ledger, submissions);
        failure = undefined;
        return outcomes;
      } catch (error) {
        if (error instanceof LedgerUnavailable) failure = { at: now(), message: error.message };
        throw error;
      } finally {
        underWay.delete(own);
      }
    },
    reason: () => {
      for (const { since } of underWay) {
        if (now() - since > STUCK_MS)
          return `an append is under way for ${Math.floor((now() - since) / 1_000)} s`;
      }
      return failure !== undefined && now() - failure.at <= FAILED_MS ? failure.message : null;
    },
  };
}
