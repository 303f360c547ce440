import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { ledgers } from "@anshi/ledger";
import type { Job } from "./job.js";
import { type Lane, type LaneDeps, lane } from "./lane.js";
import { type Ticker, type TickerDeps, ticker } from "./ticker.js";
import { timetable } from "./timetable.js";

/** What the steward is made of. `pool` must have two connections for each job, and two more. */
export interface StewardDeps extends Omit<LaneDeps, "instance">, TickerDeps {
  readonly jobs: readonly Job[];
}

/** A steward at work. */
export interface Steward {
  /** Looks for jobs that are due, now; resolves when those have ended. Never rejects. */
  readonly wake: () => Promise<void>;
  readonly tick: Ticker["tick"];
  /** Why it is not at work as it should be; null when it is. */
  readonly trouble: () => string | null;
  readonly stop: () => Promise<void>;
}

/** A lapse must be told within a second (G6): half of it leaves room for the asking. */
const TICK_MS = 500;

/**
 * Besides a job's own time: a period that was cut off or failed is taken up, one that was missed while nothing ran is
 * caught up, and a machine whose clock is wrong or was set waits no longer than this.
 */
const SWEEP_MS = 60_000;

/**
 * Runs the jobs, until stopped. Any number of instances may run on one database: which period it is, and whose it is, the
 * database says; this machine's clock only wakes.
 */
export function startSteward(deps: StewardDeps): Steward {
  const { pool, log, zoneNameOf, defaultZoneName } = deps;
  const instance = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const lanes = new Map<Job, Lane>(deps.jobs.map((job) => [job, lane({ ...deps, instance }, job)]));
  const ticking = ticker(deps);
  const times = timetable(log);

  /** A job's own times, in the zones of the ledgers there are. */
  const enter = (job: Job, own: Lane, zoneNames: Iterable<string>): void => {
    const wanted = job.scope === "database" ? [defaultZoneName] : zoneNames;
    for (const zoneName of wanted) times.at(`${job.name} ${zoneName}`, job.cron, zoneName, own.wake);
  };

  const wake = async (): Promise<void> => {
    const found = await ledgers(pool).catch(() => []);
    const zoneNames = new Set(found.map(zoneNameOf));
    for (const [job, own] of lanes) enter(job, own, zoneNames);
    await Promise.all([...lanes.values()].map((each) => each.wake()));
  };

  times.every(SWEEP_MS, wake);
  times.every(TICK_MS, ticking.tick);
  void wake();
  void ticking.tick();

  return {
    wake,
    tick: ticking.tick,
    trouble: () =>
      [ticking.trouble(), ...[...lanes.values()].map((each) => each.trouble())].find((why) => why !== null) ??
      null,
    stop: async () => {
      await times.stop();
      await Promise.all([ticking.stop(), ...[...lanes.values()].map((each) => each.stop())]);
    },
  };
}
