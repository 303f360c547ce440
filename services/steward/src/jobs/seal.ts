import { type DatabaseAccess, readKeyFile, sealHead } from "@anshi/ledger";
import type { LedgerJob } from "../job.js";
import { scheduleOf } from "../period.js";

export interface SealingOptions {
  readonly database: DatabaseAccess;
  /** The private key's file; unset: nothing can be sealed, and the job says so. */
  readonly keyFile: string | undefined;
  /** `HH:MM` for once a day, or `hourly`. */
  readonly at: string;
  /** There may be a seal to send. */
  readonly onSealed: () => void;
}

/**
 * Seals the head of each ledger, after what came since the last seal was verified. The key is read each time, so that a new one
 * needs no restart.
 */
export function sealing({ database, keyFile, at, onSealed }: SealingOptions): LedgerJob {
  return {
    name: "seal",
    scope: "ledger",
    ...scheduleOf(at),
    run: async ({ ledger, signal }) => {
      if (keyFile === undefined)
        throw new Error("no key to sign with: set ANSHI_SEAL_KEY_FILE (`anshi keys new FILE` makes one)");
      const { seal, made } = await sealHead({ database, ledger, key: await readKeyFile(keyFile), signal });
      onSealed();
      return { made, number: String(seal.number), position: String(seal.position) };
    },
  };
}
