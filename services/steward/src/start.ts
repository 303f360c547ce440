import { BOARD_SCHEMA, BOARD_SETTINGS } from "@anshi/board";
import { type Config, healthChecks, type Observable, openPool, type ServiceDeps } from "@anshi/runtime";
import { jobs } from "./jobs/index.js";
import { startSteward } from "./steward.js";

/** Starts the steward on a migrated database. */
export function startJobs(config: Config, { databaseUrl, log, metrics }: ServiceDeps): Observable {
  const pool = openPool({
    url: databaseUrl,
    name: "anshi steward",
    role: "anshi_admin",
    schema: BOARD_SCHEMA,
    settings: BOARD_SETTINGS,
    // Each job's claim and its work, the tick, and one to look around.
    max: 2 * jobs.length + 2,
    log,
  });
  const lapsed = metrics.counter({
    name: "anshi_clocks_lapsed_total",
    help: "Clocks that lapsed by time alone while this process ticked",
    labels: ["ledger", "clock", "unit"],
  });
  const steward = startSteward({
    pool,
    log,
    zoneNameOf: config.zoneNameOf,
    defaultZoneName: config.text("ANSHI_TIME_ZONE"),
    lapsed: ({ ledger, counts }) => {
      for (const { clock, unit, count } of counts) lapsed.inc({ ledger, clock, unit }, count);
    },
  });
  return {
    health: healthChecks([
      { name: "database", reason: () => pool.query("select 1").then(() => null) },
      { name: "jobs", reason: steward.trouble },
    ]),
    stop: async () => {
      await steward.stop();
      await pool.end();
    },
  };
}
