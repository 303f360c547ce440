import type { Instant, Zone } from "@anshi/domain";
import type { Logger } from "@anshi/runtime";
import type { Pool, PoolClient } from "pg";
import type { Detail, JobContext } from "./job.js";
import { tryLock, unlock } from "./lock.js";
import { databaseNow } from "./now.js";
import { ATTEMPTS, begin, finish, type RunKey } from "./run.js";

/** A job in one place: of one ledger, or of the database. */
export interface Task {
  readonly ledger: string;
  readonly job: string;
  readonly zone: Zone;
  readonly period: (now: Instant, zone: Zone) => string;
  readonly run: (context: JobContext) => Promise<Detail>;
}

/** What came of trying a task. */
export type AttemptOutcome =
  /** The period needs no more of this: done, given up, or past. */
  | { readonly outcome: "settled"; readonly period: string }
  | { readonly outcome: "done"; readonly period: string }
  | { readonly outcome: "failed"; readonly attempt: number }
  /** Another instance is at it. */
  | { readonly outcome: "elsewhere" }
  /** The steward stops, or its claim was lost: whoever comes next takes the period over. */
  | { readonly outcome: "cut-off" };

export interface AttemptDeps {
  readonly pool: Pool;
  readonly instance: string;
  readonly log: Logger;
}

/**
 * Tries a task's latest period once, on a connection that holds the task's lock for as long: when the process or the
 * connection ends, the lock is free. Rejects when the database cannot be asked.
 */
export async function attemptTask(
  deps: AttemptDeps,
  task: Task,
  stopping: AbortSignal,
): Promise<AttemptOutcome> {
  const client = await deps.pool.connect();
  const lost = new AbortController();
  const onBroken = (): void => lost.abort();
  client.once("error", onBroken);
  client.once("end", onBroken);
  const name = `${task.ledger} ${task.job}`;
  let clean = false;
  try {
    if (!(await tryLock(client, name))) {
      clean = true;
      return { outcome: "elsewhere" };
    }
    const answer = await attemptLocked(deps, client, task, lost.signal, stopping);
    if (!lost.signal.aborted) {
      await unlock(client, name);
      clean = true;
    }
    return answer;
  } finally {
    client.off("error", onBroken);
    client.off("end", onBroken);
    // Closed rather than given back when anything went wrong: the lock goes with it.
    client.release(!clean);
  }
}

async function attemptLocked(
  { pool, instance, log }: AttemptDeps,
  client: PoolClient,
  task: Task,
  lost: AbortSignal,
  stopping: AbortSignal,
): Promise<AttemptOutcome> {
  // Asked under the lock: an instance that was held up between the two would run a period that is over.
  const now = await databaseNow(client);
  const { ledger, job, zone } = task;
  const period = task.period(now, zone);
  const run: RunKey = { ledger, job, period };
  const attempt = await begin(client, run, instance);
  if (attempt === undefined) return { outcome: "settled", period };

  const own = { instance, attempt };
  const signal = AbortSignal.any([lost, stopping]);
  const told = log.child({ ...run, attempt });
  try {
    const detail = await task.run({ pool, period, zone, now, signal, log: told });
    if (lost.aborted || !(await finish(client, run, own, "done", detail))) return { outcome: "cut-off" };
    told.info({ detail }, "job done");
    return { outcome: "done", period };
  } catch (error) {
    if (signal.aborted) return { outcome: "cut-off" };
    const last = attempt >= ATTEMPTS;
    told[last ? "error" : "warn"]({ err: error }, last ? "job failed; given up" : "job failed; trying again");
    const said = error instanceof Error ? error.message : String(error);
    if (!(await finish(client, run, own, "failed", { error: said }))) return { outcome: "cut-off" };
    return { outcome: "failed", attempt };
  }
}
