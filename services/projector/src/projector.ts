import { type LedgerId, ledgers, listen } from "@anshi/ledger";
import { alarm } from "./alarm.js";
import { openClaims } from "./claim.js";
import { type Progress, type ProjectorDeps, startWorker, type Worker } from "./worker.js";

/** A projector at work. */
export interface Projector {
  readonly progress: () => readonly Progress[];
  readonly stop: () => Promise<void>;
}

const DISCOVER_MS = 2_000;

/**
 * Carries every ledger onto the board, until stopped. A notification wakes a ledger's worker; polling finds what a
 * lost notification would have told.
 */
export function startProjector(deps: ProjectorDeps): Projector {
  const claims = openClaims(deps.pool);
  const workers = new Map<LedgerId, Worker>();
  const bell = alarm();
  let stopped = false;

  const discover = async (): Promise<void> => {
    while (!stopped) {
      try {
        for (const ledger of await ledgers(deps.pool)) {
          if (!workers.has(ledger)) workers.set(ledger, startWorker(deps, claims, ledger));
        }
      } catch (error) {
        deps.log.warn({ err: error }, "cannot look for ledgers; trying again");
      }
      await bell.wait(DISCOVER_MS);
    }
  };

  const discovering = discover();
  const ears = listen(deps.pool, ({ ledger }) => {
    const worker = workers.get(ledger);
    if (worker === undefined) bell.ring();
    else worker.wake();
  });

  return {
    progress: () => [...workers.values()].map((worker) => worker.progress()),
    stop: async () => {
      stopped = true;
      bell.ring();
      await ears.stop();
      await discovering;
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      await claims.stop();
    },
  };
}
