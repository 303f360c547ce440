import { BOARD_SCHEMA } from "@anshi/board";
import { ruleSet } from "@anshi/domain";
import { type Config, healthChecks, type Observable, openPool, type ServiceDeps } from "@anshi/runtime";
import { stepMetrics } from "./metrics.js";
import { startProjector } from "./projector.js";
import { stalled } from "./stalled.js";

/** Starts the projector on a migrated database. */
export function startProjection(config: Config, { databaseUrl, log, metrics }: ServiceDeps): Observable {
  const pool = openPool({
    url: databaseUrl,
    name: "anshi projector",
    role: "anshi_projector",
    schema: BOARD_SCHEMA,
    max: 16,
    log,
  });
  const projector = startProjector({
    pool,
    rules: ruleSet,
    zoneNameOf: config.zoneNameOf,
    onStep: stepMetrics(metrics),
    log,
  });
  return {
    health: healthChecks([
      { name: "database", reason: () => pool.query("select 1").then(() => null) },
      { name: "projection", reason: () => stalled(projector.progress(), Date.now()) },
    ]),
    stop: async () => {
      await projector.stop();
      await pool.end();
    },
  };
}
