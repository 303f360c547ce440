import type { Queryable } from "@anshi/ledger";
import type { Detail } from "./job.js";

/** Attempts a job has in a period; one that fails this often fails until somebody looks. */
export const ATTEMPTS = 5;

/** A job's run in one period. */
export interface RunKey {
  readonly ledger: string;
  readonly job: string;
  readonly period: string;
}

/**
 * Begins an attempt: the first, or one more where the last failed or was cut off. Answers its number, or `undefined` when
 * the period is done, given up, or past: a later one was begun. Only to be asked by who holds the job's lock.
 */
export async function begin(db: Queryable, run: RunKey, instance: string): Promise<number | undefined> {
  const { rows } = await db.query<{ readonly attempt: number }>(beginSql, [
    run.ledger,
    run.job,
    run.period,
    instance,
    ATTEMPTS,
  ]);
  if (rows[0] !== undefined) return rows[0].attempt;
  await db.query(giveUpSql, [run.ledger, run.job, run.period, ATTEMPTS]);
  return undefined;
}

/** Records how an attempt ended. False when it is no longer the run's own: another instance took over. */
export async function finish(
  db: Queryable,
  run: RunKey,
  own: { readonly instance: string; readonly attempt: number },
  outcome: "done" | "failed",
  detail: Detail,
): Promise<boolean> {
  const { rowCount } = await db.query(finishSql, [
    run.ledger,
    run.job,
    run.period,
    own.instance,
    own.attempt,
    outcome,
    JSON.stringify(detail),
  ]);
  return rowCount === 1;
}

// A database clock that was set back must not bring a period back.
const beginSql = `
  insert into steward.run as own (ledger, job, period, instance, attempt, started_at)
  select $1, $2, $3, $4, 1, clock_timestamp()
   where not exists (select from steward.run where ledger = $1 and job = $2 and period > $3)
      on conflict (ledger, job, period) do update
     set instance = excluded.instance, attempt = own.attempt + 1, started_at = excluded.started_at,
         finished_at = null, outcome = null
   where own.outcome is distinct from 'done' and own.attempt < $5
  returning attempt`;

// The last attempt was cut off, perhaps by what the job itself did to its process.
const giveUpSql = `
  update steward.run
     set outcome = 'failed', finished_at = clock_timestamp(), detail = '{"error": "the last attempt was cut off"}'
   where ledger = $1 and job = $2 and period = $3 and outcome is null and attempt >= $4`;

const finishSql = `
  update steward.run set outcome = $6, finished_at = clock_timestamp(), detail = $7
   where ledger = $1 and job = $2 and period = $3 and instance = $4 and attempt = $5 and outcome is null`;
