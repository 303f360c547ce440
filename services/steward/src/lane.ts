import { type Zone, zone } from "@anshi/domain";
import { type LedgerId, ledgers } from "@anshi/ledger";
import { type AttemptDeps, attemptTask, type Task } from "./attempt.js";
import type { Job } from "./job.js";
import { databaseNow } from "./now.js";

export interface LaneDeps extends AttemptDeps {
  readonly zoneNameOf: (ledger: LedgerId) => string;
  /** Time zone of the jobs that belong to no ledger. */
  readonly defaultZoneName: string;
}

/** One job, for every ledger in turn: a long job holds up no other. */
export interface Lane {
  /** Looks for what is due now; wakings that come meanwhile are one. Never rejects. */
  readonly wake: () => Promise<void>;
  /** Why the last look came to no end; null when it did. */
  readonly trouble: () => string | null;
  /** Resolves when the attempt under way has ended. */
  readonly stop: () => Promise<void>;
}

/** What the run of a job that belongs to no ledger is recorded under. */
const EVERY_LEDGER = "*";

/** A lane for a job; it does nothing until woken. */
export function lane(deps: LaneDeps, job: Job): Lane {
  const stopping = new AbortController();
  const settled = new Map<string, string>();
  let running: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  let trouble: string | null = null;

  const pass = async (): Promise<void> => {
    try {
      const now = await databaseNow(deps.pool);
      for (const task of await tasksOf(deps, job)) {
        if (stopping.signal.aborted) return;
        // Known to be over: spares the claim, minute after minute.
        if (settled.get(task.ledger) === task.period(now, task.zone)) continue;
        const answer = await attemptTask(deps, task, stopping.signal);
        if ("period" in answer) settled.set(task.ledger, answer.period);
      }
      trouble = null;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      deps.log.warn({ err: error, job: job.name }, "cannot look for jobs; trying again");
    }
  };

  const wake = (): Promise<void> => {
    if (stopping.signal.aborted) return running ?? Promise.resolve();
    if (running === undefined) {
      running = pass().finally(() => {
        running = undefined;
      });
      return running;
    }
    again ??= running.then(() => {
      again = undefined;
      return wake();
    });
    return again;
  };

  return {
    wake,
    trouble: () => trouble,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function tasksOf(deps: LaneDeps, job: Job): Promise<readonly Task[]> {
  const { name, period } = job;
  if (job.scope === "database") {
    return [{ ledger: EVERY_LEDGER, job: name, zone: zone(deps.defaultZoneName), period, run: job.run }];
  }
  const zones = new Map<string, Zone>();
  return (await ledgers(deps.pool)).map((ledger) => {
    const zoneName = deps.zoneNameOf(ledger);
    const own = zones.get(zoneName) ?? zone(zoneName);
    zones.set(zoneName, own);
    return { ledger, job: name, zone: own, period, run: (context) => job.run({ ...context, ledger }) };
  });
}
