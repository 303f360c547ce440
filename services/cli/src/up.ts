import { startApi } from "@anshi/api";
import { migrateBoard } from "@anshi/board";
import { startIngestor } from "@anshi/ingestor";
import { migrate } from "@anshi/ledger";
import { startProjection } from "@anshi/projector";
import {
  type Check,
  type EmbeddedPostgres,
  type HealthChecks,
  migrateWith,
  openLog,
  openMetrics,
  type Running,
  readConfig,
  type StartFailure,
  startEmbedded,
  stopAll,
  stopOnSignal,
} from "@anshi/runtime";
import { migrateSteward, startAlertRelay, startJobs } from "@anshi/steward";
import { makeTopics, startBroker } from "./broker.js";
import { type Demo, startDemo, wantsDemo } from "./demo/demo.js";
import { ownSealing } from "./own-sealing.js";

/** What `anshi up` takes. */
export interface UpOptions {
  readonly dataDir?: string;
  readonly port?: string;
  readonly demo?: boolean;
  readonly empty?: boolean;
  readonly kafka?: boolean;
}

/**
 * Runs every service in this process, on the embedded PostgreSQL unless ANSHI_DATABASE_URL names one, until a signal. Prints
 * `ready http://…` on stdout when it serves. Rejects with StartFailure when it cannot.
 */
export async function up(options: UpOptions): Promise<void> {
  let env: Readonly<Record<string, string | undefined>> = {
    ...process.env,
    ...(options.dataDir === undefined ? {} : { ANSHI_DATA_DIR: options.dataDir }),
    ...(options.port === undefined ? {} : { ANSHI_PORT: options.port }),
  };
  let config = readConfig(env);
  const log = openLog(config.text("ANSHI_LOG_LEVEL"));
  for (const name of config.unknown) log.warn({ name }, "there is no such variable; see `anshi config`");

  const running: Running[] = [];
  const onLost = (failure: StartFailure): void => {
    process.stderr.write(`anshi stops: ${failure.message}\n${failure.wayOut}\n`);
    void stopAll(running, log).finally(() => process.exit(1));
  };
  try {
    const dataDir = config.text("ANSHI_DATA_DIR");
    const given = config.optional("ANSHI_DATABASE_URL");
    const embedded: EmbeddedPostgres | undefined =
      given === undefined ? await startEmbedded({ dataDir, log, onLost }) : undefined;
    if (embedded !== undefined) running.push(embedded);
    const databaseUrl = given ?? embedded?.url ?? "";
    if (embedded !== undefined) {
      env = { ...(await ownSealing(dataDir)), ...env };
      config = readConfig(env);
    }
    await migrateWith(
      async (pool) => {
        await migrate(pool);
        await migrateBoard(pool);
        await migrateSteward(pool);
      },
      databaseUrl,
      log,
    );
    if (options.kafka === true) {
      const broker = await startBroker(dataDir, log);
      running.push(broker);
      config = readConfig({ ...env, ANSHI_KAFKA_BROKERS: broker.bootstrap });
      await makeTopics(config);
      log.info(`kafka at ${broker.bootstrap}`);
    }
    // Of the whole process; the api serves them.
    const metrics = openMetrics(log);
    running.push(startProjection(config, { databaseUrl, log, metrics }));
    running.push(startJobs(config, { databaseUrl, log, metrics }));
    const relay = await startAlertRelay(config, { log, metrics });
    if (relay !== undefined) running.push(relay);
    const ingestor =
      config.optional("ANSHI_KAFKA_BROKERS") === undefined
        ? undefined
        : startIngestor(config, { databaseUrl, log, metrics });
    if (ingestor !== undefined) running.push(ingestor);
    const api = await startApi(config, {
      ...{ databaseUrl, log, metrics },
      checks: ingestor === undefined ? [] : [readyOf("kafka", ingestor.health)],
    });
    running.push(api);
    await embedded?.announce(api.url);
    stopOnSignal(running, log);
    process.stdout.write(`ready ${api.url}\n`);
    // A database that somebody named gets invented cases only when asked for by name.
    const mayPlay = embedded !== undefined || options.demo === true;
    if (mayPlay && (await wantsDemo(dataDir, options, api.url))) {
      const demo: Demo = startDemo({ url: api.url, token: null }, dataDir, log);
      running.push(demo);
    }
  } catch (error) {
    await stopAll(running, log);
    throw error;
  }
}

/** Another service's readiness as one check of the api's: /readyz of one process speaks for all of it. */
function readyOf(name: string, health: HealthChecks): Check {
  return {
    name,
    reason: async () => (await health.ready()).checks.find(({ ok }) => !ok)?.reason ?? null,
  };
}
