import { BOARD_SCHEMA, BOARD_SETTINGS } from "@anshi/board";
import { ruleSet } from "@anshi/domain";
import { append, appendAll, type LedgerId, listenTo } from "@anshi/ledger";
import {
  type Check,
  type Config,
  healthChecks,
  openPool,
  parseWorkingHours,
  type Running,
  type ServiceDeps,
  StartFailure,
} from "@anshi/runtime";
import { loopbackOnly, tokenAccess } from "./access.js";
import type { Audit } from "./audit/audit.js";
import { verifications } from "./audit/verification-route.js";
import { consoleDirectory, consoleFiles } from "./console-files.js";
import { watchIntake } from "./intake-watch.js";
import { collectAll } from "./metrics/collect.js";
import { measuredAppend } from "./metrics/intake.js";
import { postEvents } from "./post-events.js";
import type { Reading } from "./reading.js";
import { server } from "./server.js";
import { watchStall } from "./stall.js";
import { boardStreams } from "./stream.js";

/** The HTTP service, listening. */
export interface Api extends Running {
  readonly url: string;
}

export interface ApiDeps extends ServiceDeps {
  /** What else must be so for this process to be ready. */
  readonly checks?: readonly Check[];
  /** Where another board than the serving one is shown: its schema and its present. It is only looked at. */
  readonly shadow?: { readonly schema: string; readonly now: () => number };
}

/** Starts the HTTP service on a migrated database. Rejects with StartFailure when it cannot listen. */
export async function startApi(
  config: Config,
  { databaseUrl, log, metrics, checks = [], shadow }: ApiDeps,
): Promise<Api> {
  const access = accessOf(config);
  const pool = (name: string, role: string, max: number, settings: readonly string[] = []) =>
    openPool({
      ...{ url: databaseUrl, name: `anshi ${name}`, role, schema: shadow?.schema ?? BOARD_SCHEMA, max },
      ...{ settings, log },
    });
  const now = shadow?.now ?? Date.now;
  const intake = pool("intake", "anshi_appender", 4);
  const reading = pool("reading", "anshi_reader", 8, BOARD_SETTINGS);
  // Of their own, and few: a slow scrape takes no connection from those who ask.
  const scraping = pool("metrics", "anshi_reader", 2, BOARD_SETTINGS);
  const admin = pool("rejections", "anshi_admin", 2);
  const stall = watchStall(reading);

  const keepDays = config.integer("ANSHI_REJECTION_DAYS");
  const accepting = watchIntake((ledger, submissions) =>
    appendAll(intake, ledger, submissions, { door: "http", keepDays }),
  );
  const defaultLedger = config.text("ANSHI_LEDGER") as LedgerId;
  const questions: Reading = {
    pool: reading,
    rules: ruleSet,
    defaultLedger,
    configured: config.ledgers as readonly LedgerId[],
    zoneNameOf: config.zoneNameOf,
    smallSample: config.integer("ANSHI_SMALL_SAMPLE"),
    now,
  };
  collectAll(
    metrics,
    { ...questions, pool: scraping },
    {
      shifts: parseWorkingHours(config.text("ANSHI_WORKING_HOURS")) ?? [],
      longOverdueDays: config.integer("ANSHI_LONG_OVERDUE_DAYS"),
      publicUrl: config.text("ANSHI_PUBLIC_URL"),
    },
  );
  const streams = boardStreams(questions, (error) =>
    log.warn({ err: error }, "the board could not be looked at for its streams"),
  );
  const lapses = listenTo(reading, "anshi_lapsed", streams.lapsed);
  const audit: Audit = {
    reading: questions,
    verifying: { url: databaseUrl, role: "anshi_reader" },
    sealing: { url: databaseUrl, role: "anshi_admin" },
    keyFile: config.optional("ANSHI_SEAL_KEY_FILE"),
  };
  const verifying = verifications(audit, (error) => log.error({ err: error }, "a verification failed"));
  const app = server({
    access,
    onlyLookedAt: shadow !== undefined,
    log,
    maxInFlight: config.integer("ANSHI_MAX_IN_FLIGHT"),
    health: healthChecks([
      { name: "database", reason: () => reading.query("select 1").then(() => null) },
      { name: "intake", reason: accepting.reason },
      // A history that is re-enacted lags behind its ledger all the time.
      ...(shadow === undefined ? [{ name: "board", reason: stall.reason }] : []),
      ...checks,
    ]),
    postEvents: postEvents({
      appendAll: measuredAppend(metrics, accepting.appendAll),
      defaultLedger,
      maxAheadMs: config.integer("ANSHI_MAX_AHEAD_MS"),
      now: Date.now,
    }),
    reading: questions,
    publishing: { appending: intake },
    audit,
    verifications: verifying,
    streams,
    metrics,
    console: consoleFiles(consoleDirectory),
    rejections: {
      pool: admin,
      append: async (ledger, submission) =>
        append(intake, ledger, { ...submission, door: "http", keepDays, keep: false }),
      defaultLedger,
      maxAheadMs: config.integer("ANSHI_MAX_AHEAD_MS"),
      now: Date.now,
    },
  });

  const stop = async (): Promise<void> => {
    await streams.stop();
    await verifying.stop();
    await lapses.stop();
    await app.close();
    await stall.stop();
    await Promise.all([intake.end(), reading.end(), scraping.end(), admin.end()]);
  };
  const host = config.text("ANSHI_HOST");
  const port = config.integer("ANSHI_PORT");
  try {
    await app.listen({ host, port });
  } catch (error) {
    await stop();
    throw listenFailure(error, host, port);
  }
  // A free port was asked for by 0; the socket knows which one it got.
  const address = app.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`, stop };
}

function accessOf(config: Config) {
  const file = config.optional("ANSHI_TOKENS_FILE");
  if (file === undefined) return loopbackOnly;
  try {
    return tokenAccess(file);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new StartFailure(
      "tokens",
      `the token file cannot be used: ${said}`,
      "Mend it, or unset ANSHI_TOKENS_FILE.",
      {
        cause,
      },
    );
  }
}

function listenFailure(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return new StartFailure(
      "port-taken",
      `port ${port} of ${host} is taken by another program`,
      "Stop that one, or choose another port with --port or ANSHI_PORT.",
      { cause: error },
    );
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new StartFailure(
      "address",
      `cannot listen on ${host}:${port} (${code})`,
      "Set ANSHI_HOST and ANSHI_PORT.",
      {
        cause: error,
      },
    );
  }
  return error;
}
