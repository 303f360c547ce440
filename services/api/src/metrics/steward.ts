import type { Metrics } from "@anshi/runtime";
import type { Reading } from "../reading.js";
import { scrape } from "./scrape.js";

/** What the steward's jobs have done, from the record that they keep; nothing while there is no such record. */
export function collectSteward(metrics: Metrics, reading: Reading): void {
  const success = metrics.gauge({
    name: "anshi_steward_job_last_success_timestamp_seconds",
    help: "When a job of the steward last ended well",
    labels: ["job"],
  });
  const failures = metrics.gauge({
    name: "anshi_steward_job_failures",
    help: "Failed runs of a job since it last ended well",
    labels: ["job"],
  });
  metrics.collector("steward", [success, failures], (put) =>
    scrape(reading, async (client) => {
      const { rows: there } = await client.query(
        "select from pg_class where oid = to_regclass('steward.run')",
      );
      if (there.length === 0) return;
      const { rows } = await client.query<{ job: string; success: string | null; failures: string }>(sql);
      for (const { job, success: at, failures: n } of rows) {
        if (at !== null) put(success, Number(at), { job });
        put(failures, Number(n), { job });
      }
    }),
  );
}

const sql = `
  select job, extract(epoch from max(last_success)) as success,
         count(*) filter (where outcome = 'failed' and finished_at > coalesce(last_success, '-infinity')) as failures
    from (select job, outcome, finished_at,
                 max(finished_at) filter (where outcome = 'done') over (partition by job) as last_success
            from steward.run) as run
   group by job
   order by job`;
