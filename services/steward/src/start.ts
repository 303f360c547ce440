import { BOARD_SCHEMA, BOARD_SETTINGS } from "@anshi/board";
import { type Config, healthChecks, type Observable, openPool, type ServiceDeps } from "@anshi/runtime";
import { jobs as everyJob, publishing } from "./jobs/index.js";
import { startSteward } from "./steward.js";

/** Starts the steward on a migrated database. */
export function startJobs(config: Config, { databaseUrl, log, metrics }: ServiceDeps): Observable {
  const appending = openPool({
    url: databaseUrl,
    name: "anshi steward",
    role: "anshi_appender",
    schema: BOARD_SCHEMA,
    max: 2,
    log,
  });
  const published = publishing({
    appending,
    at: config.text("ANSHI_PUBLISH_AT"),
    smallSample: config.integer("ANSHI_SMALL_SAMPLE"),
  });
  const jobs = [...everyJob, ...published];
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
    jobs,
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
      await Promise.all([pool.end(), appending.end()]);
    },
  };
}
