import type { Pool } from "pg";
import { type Config, InvalidConfiguration, loadConfig } from "./config.js";
import type { HealthChecks } from "./health.js";
import { type Logger, openLog } from "./log.js";
import { type Metrics, openMetrics } from "./metrics.js";
import { observe } from "./observe.js";
import { openPool } from "./pool.js";
import { type Running, stopOnSignal } from "./shutdown.js";
import { StartFailure, startFailureText } from "./start-failure.js";

/** One service as a process of its own. */
export interface ServiceMain {
  /** Brings the database up to this version. */
  readonly migrate: (pool: Pool) => Promise<void>;
  readonly start: (config: Config, deps: ServiceDeps) => Running | Observable | Promise<Running | Observable>;
}

/** What every service is given. */
export interface ServiceDeps {
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Of the whole process: services that run in one share it. */
  readonly metrics: Metrics;
}

/** A service without HTTP of its own: as a process it is observed on ANSHI_METRICS_PORT. */
export interface Observable extends Running {
  readonly health: HealthChecks;
}

/** Runs a service against ANSHI_DATABASE_URL until a signal; a failure to start is told in two lines and ends with 1. */
export async function serviceMain(service: ServiceMain): Promise<void> {
  try {
    const config = readConfig(process.env);
    const log = openLog(config.text("ANSHI_LOG_LEVEL"));
    const databaseUrl = config.optional("ANSHI_DATABASE_URL");
    if (databaseUrl === undefined) {
      throw new StartFailure(
        "configuration",
        "ANSHI_DATABASE_URL is not set",
        "Set it to a PostgreSQL 15 or newer, or use `npm start`, which brings its own.",
      );
    }
    await migrateWith(service.migrate, databaseUrl, log);
    const metrics = openMetrics(log);
    const started = await service.start(config, { databaseUrl, log, metrics });
    const port = config.optional("ANSHI_METRICS_PORT");
    const running: Running[] = [started];
    if ("health" in started && port !== undefined) {
      const { health } = started;
      const observation = await observe({ health, metrics, log }, config.text("ANSHI_HOST"), Number(port));
      log.info(`metrics at ${observation.url}/metrics`);
      running.push(observation);
    }
    stopOnSignal(running, log);
  } catch (error) {
    process.stderr.write(startFailureText(error));
    process.exit(1);
  }
}

/** The configuration; its faults as a StartFailure. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  try {
    return loadConfig(env);
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    throw new StartFailure(
      "configuration",
      `the configuration has faults:\n${error.message}`,
      "`anshi config` lists all.",
    );
  }
}

/** Runs migrations on a connection of the login itself, which owns the tables. */
export async function migrateWith(
  migrate: ServiceMain["migrate"],
  databaseUrl: string,
  log: Logger,
): Promise<void> {
  const pool = openPool({ url: databaseUrl, name: "anshi migrations", max: 1, log });
  try {
    await migrate(pool);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new StartFailure("database", said, "Check ANSHI_DATABASE_URL and what the line above says.", {
      cause,
    });
  } finally {
    await pool.end();
  }
}
