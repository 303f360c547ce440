import type { Metrics } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { scrape } from "./scrape.js";

/**
 * What the steward's jobs have done, from the record that they keep; nothing while there is no such record. A job of the whole database
 * is of the ledger `*`.
 */
export function collectSteward(metrics: Metrics, reading: Reading): void {
  const success = metrics.gauge({
    name: "anshi_steward_job_last_success_timestamp_seconds",
    help: "When a job of the steward last ended well",
    labels: ["ledger", "job"],
  });
  const failures = metrics.gauge({
    name: "anshi_steward_job_failures",
    help: "Failed runs of a job since it last ended well",
    labels: ["ledger", "job"],
  });
  metrics.collector("steward", [success, failures], (put) =>
    scrape(reading, async (client) => {
      const { rows: there } = await client.query(
        "select from pg_class where oid = to_regclass('steward.run')",
      );
      if (there.length === 0) return;
      const { rows } = await client.query<Row>(sql);
      for (const { ledger, job, success: at, failures: n } of rows) {
        if (at !== null) put(success, Number(at), { ledger, job });
        put(failures, Number(n), { ledger, job });
      }
    }),
  );
}

interface Row {
  readonly ledger: string;
  readonly job: string;
  readonly success: string | null;
  readonly failures: string;
}

const sql = `
  select ledger, job, extract(epoch from max(last_success)) as success,
         count(*) filter (where outcome = 'failed' and finished_at > coalesce(last_success, '-infinity')) as failures
    from (select ledger, job, outcome, finished_at,
                 max(finished_at) filter (where outcome = 'done') over (partition by ledger, job) as last_success
            from steward.run) as run
   group by ledger, job
   order by ledger, job`;
