import { availableParallelism } from "node:os";
import { figuresCheck } from "@anshi/board";
import { type DatabaseAccess, verify } from "@anshi/ledger";
import type { LedgerJob } from "../job.js";
import { weekly } from "../period.js";

export interface VerifyingOptions {
  readonly database: DatabaseAccess;
  /** Local time on Sundays, `HH:MM`. */
  readonly at: string;
}

const MOST_NAMED = 20;

/** Verifies each ledger as a whole, once a week: what came since a seal is verified whenever it is sealed. */
export function verifying({ database, at }: VerifyingOptions): LedgerJob {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  return {
    name: "verify",
    scope: "ledger",
    ...weekly(7, hour, minute),
    run: async ({ pool, ledger, signal, log }) => {
      const checks = [figuresCheck(pool)];
      // One of the cores stays with those who ask.
      const threads = Math.max(1, availableParallelism() - 1);
      const { position, checked, findings, found } = await verify({
        database,
        ledger,
        checks,
        threads,
        signal,
      });
      const first = findings
        .slice(0, MOST_NAMED)
        .map((each) => ({ ...each, position: String(each.position) }));
      if (found > 0) log.error({ found, first }, "the ledger does not verify");
      return { position: String(position), checked, found, first };
    },
  };
}
