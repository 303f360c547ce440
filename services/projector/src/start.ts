import { BOARD_SCHEMA } from "@anshi/board";
import { ruleSet } from "@anshi/domain";
import { type Config, type Logger, openPool, type Running } from "@anshi/runtime";
import { startProjector } from "./projector.js";

/** Starts the projector on a migrated database. */
export function startProjection(
  config: Config,
  { databaseUrl, log }: { readonly databaseUrl: string; readonly log: Logger },
): Running {
  const pool = openPool({
    url: databaseUrl,
    name: "anshi projector",
    role: "anshi_projector",
    schema: BOARD_SCHEMA,
    max: 16,
    log,
  });
  const projector = startProjector({ pool, rules: ruleSet, zoneNameOf: config.zoneNameOf, log });
  return {
    stop: async () => {
      await projector.stop();
      await pool.end();
    },
  };
}
