import { setTimeout as sleep } from "node:timers/promises";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, projection } from "@anshi/board";
import { canonical, formatInstant, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate, type NewEvent } from "@anshi/ledger";
import { type Logger, openLog, openPool } from "@anshi/runtime";
import { freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import type { Detail, JobContext, LedgerJob } from "./job.js";
import { plainJobs } from "./jobs/index.js";
import { LOCK_CLASS } from "./lock.js";
import { migrateSteward } from "./migrate.js";
import type { RunKey } from "./run.js";
import { type Steward, type StewardDeps, startSteward } from "./steward.js";

export const log: Logger = openLog("silent");
export const ledger = "3209" as LedgerId;
export const zoneName = "Asia/Shanghai";

/** A run as recorded. */
export interface RunRow extends RunKey {
  readonly instance: string;
  readonly attempt: number;
  readonly outcome: string | null;
  readonly finished: boolean;
  readonly detail: Detail | null;
}

/** A migrated database of a test file's own, with stewards and pools on it. */
export interface StewardDatabase {
  readonly url: string;
  /** Connections of the server's superuser, the board's schema in their path. */
  readonly pool: pg.Pool;
  /** A pool as the steward's own. */
  readonly open: (role?: "anshi_admin" | "anshi_appender") => pg.Pool;
  readonly start: (deps: Partial<StewardDeps>) => Steward;
  readonly runs: (job?: string) => Promise<readonly RunRow[]>;
  /** Appends events and carries them onto the board. */
  readonly record: (...events: readonly NewEvent[]) => Promise<void>;
  /** Carries what comes onto the board until some work has ended. */
  readonly follow: (work: Promise<unknown>) => Promise<void>;
  /** Ends the sessions that hold a lock of the steward's, as when their process is killed. */
  readonly killHolders: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Makes it. */
export async function stewardDatabase(): Promise<StewardDatabase> {
  const database = await freshDatabase();
  const { url } = database;
  const ends: (() => Promise<void>)[] = [];
  const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${BOARD_SCHEMA}` });
  await migrate(pool);
  await migrateBoard(pool);
  await migrateSteward(pool);
  const open: StewardDatabase["open"] = (role = "anshi_admin") => {
    const own = openPool({
      url,
      name: "steward",
      role,
      schema: BOARD_SCHEMA,
      settings: BOARD_SETTINGS,
      log,
    });
    ends.push(() => own.end());
    return own;
  };
  const project = async (): Promise<void> => {
    const own = projection({ pool, ledger, zone: zone(zoneName), rules: ruleSet });
    while ((await own.step()).outcome === "advanced");
  };
  return {
    url,
    pool,
    open,
    start: (deps) => {
      const own = startSteward({
        pool: deps.pool ?? open(),
        jobs: plainJobs,
        zoneNameOf: () => zoneName,
        defaultZoneName: zoneName,
        log,
        ...deps,
      });
      ends.push(own.stop);
      return own;
    },
    runs: async (job) => {
      const { rows } = await pool.query<RunRow>(
        `select ledger, job, period, instance, attempt, outcome, finished_at is not null as finished, detail
           from steward.run where job = coalesce($1, job) order by ledger, job, period`,
        [job],
      );
      return rows;
    },
    record: async (...events) => {
      await append(pool, ledger, { door: "http", events, rejected: [] });
      await project();
    },
    follow: async (work) => {
      let done = false;
      const end = work.finally(() => {
        done = true;
      });
      while (!done) {
        await project();
        await sleep(20);
      }
      await end;
      await project();
    },
    killHolders: async () => {
      const { rowCount } = await pool.query(
        `select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and classid = $1 and objsubid = 2 and granted
            and database = (select oid from pg_database where datname = current_database())`,
        [LOCK_CLASS],
      );
      return rowCount ?? 0;
    },
    close: async () => {
      for (const end of ends.reverse()) await end();
      await pool.end();
      await database.drop();
    },
  };
}

/** A job of the tests: its only period is `p` unless told otherwise. */
export function testJob(
  name: string,
  run: (context: JobContext & { readonly ledger: LedgerId }) => Promise<Detail>,
  period: LedgerJob["period"] = () => "p",
): LedgerJob {
  return { name, scope: "ledger", cron: "0 0 1 1 *", period, run };
}

/** An event as the decoder would hand it on. */
export function newEvent(type: string, subject: string, at: number, data: Detail = {}): NewEvent {
  const time = formatInstant(at);
  const id = `${type} ${subject}`;
  const source = "urn:test";
  const body = canonical({ specversion: "1.0", id, source, type, subject, time, data });
  return { type, subject, source, id, time, body };
}

/** A door that a job waits at. */
export function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const TRIES = 1_000;

/** Acts until something is so; rejects after very many tries, so that a test which fails also ends. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  act: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === TRIES) throw new Error("it never came to be so");
    await act();
    await sleep(10);
  }
}
