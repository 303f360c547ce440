import { startApi } from "@anshi/api";
import { migrateBoard } from "@anshi/board";
import { migrate } from "@anshi/ledger";
import { startProjection } from "@anshi/projector";
import {
  type EmbeddedPostgres,
  migrateWith,
  openLog,
  type Running,
  readConfig,
  type StartFailure,
  startEmbedded,
  stopAll,
  stopOnSignal,
} from "@anshi/runtime";
import { type Demo, startDemo, wantsDemo } from "./demo/demo.js";

/** What `anshi up` takes. */
export interface UpOptions {
  readonly dataDir?: string;
  readonly port?: string;
  readonly demo?: boolean;
  readonly empty?: boolean;
}

/**
 * Runs every service in this process, on the embedded PostgreSQL unless ANSHI_DATABASE_URL names one, until a signal. Prints
 * `ready http://…` on stdout when it serves. Rejects with StartFailure when it cannot.
 */
export async function up(options: UpOptions): Promise<void> {
  const config = readConfig({
    ...process.env,
    ...(options.dataDir === undefined ? {} : { ANSHI_DATA_DIR: options.dataDir }),
    ...(options.port === undefined ? {} : { ANSHI_PORT: options.port }),
  });
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
    await migrateWith(
      async (pool) => {
        await migrate(pool);
        await migrateBoard(pool);
      },
      databaseUrl,
      log,
    );
    running.push(startProjection(config, { databaseUrl, log }));
    const api = await startApi(config, { databaseUrl, log });
    running.push(api);
    await embedded?.announce(api.url);
    stopOnSignal(running, log);
    process.stdout.write(`ready ${api.url}\n`);
    // A database that somebody named gets invented cases only when asked for by name.
    const mayPlay = embedded !== undefined || options.demo === true;
    if (mayPlay && (await wantsDemo(dataDir, options, api.url))) {
      const demo: Demo = startDemo(api.url, dataDir, log);
      running.push(demo);
    }
  } catch (error) {
    await stopAll(running, log);
    throw error;
  }
}
