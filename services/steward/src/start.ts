import { BOARD_SCHEMA, BOARD_SETTINGS } from "@anshi/board";
import { type Config, healthChecks, type Observable, openPool, type ServiceDeps } from "@anshi/runtime";
import { plainJobs, publishing, sealing, verifying } from "./jobs/index.js";
import { sealOutboxes } from "./seals/outboxes.js";
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
  const database = { url: databaseUrl, role: "anshi_admin" };
  const sending = openPool({ url: databaseUrl, name: "anshi steward", role: "anshi_admin", max: 2, log });
  const outboxes = sealOutboxes(config, sending, log);
  const sealed = sealing({
    database,
    keyFile: config.optional("ANSHI_SEAL_KEY_FILE"),
    at: config.text("ANSHI_SEAL_AT"),
    onSealed: outboxes.wake,
  });
  const verified = verifying({
    database,
    at: config.text("ANSHI_VERIFY_AT"),
  });
  const jobs = [...plainJobs, ...published, sealed, verified];
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
      { name: "seals", reason: outboxes.trouble },
    ]),
    stop: async () => {
      await steward.stop();
      await outboxes.stop();
      await Promise.all([pool.end(), appending.end(), sending.end()]);
    },
  };
}
