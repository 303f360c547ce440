import { setTimeout as sleep } from "node:timers/promises";
import { startApi } from "@anshi/api";
import { openShadow, REPLAY_SCHEMA, type ReplayTime, ReplayUnderWay } from "@anshi/board";
import { formatInstant, type RuleSet, type Zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import { openLog, openMetrics, readConfig } from "@anshi/runtime";
import type { OwnPool } from "../commands/own-pool.js";
import type { Context } from "../context.js";
import { Failure } from "../failure.js";
import type { Meter } from "../view/progress-meter.js";

export interface WatchOptions {
  readonly database: OwnPool;
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules: RuleSet | undefined;
  readonly upTo?: bigint;
  readonly port: number;
  /** Times as fast as real time; `undefined`: at once. */
  readonly speed: number | undefined;
  readonly by: ReplayTime;
  /** The instant the replay ends at; `undefined`: now. */
  readonly at: number | undefined;
  readonly meter: Meter;
  readonly context: Context;
  readonly signal: AbortSignal;
}

/**
 * Builds a board beside the serving one and serves it, console and metrics and all, on a port of its own, until `signal`
 * aborts; then nothing of it is left. With a speed its present runs through history from the first event on.
 */
export async function watchReplay(options: WatchOptions): Promise<void> {
  const { database, ledger, context, meter, signal, speed, by, at } = options;
  const shadow = await openShadow({
    ...{ openPool: database.openPool, ledger, zone: options.zone },
    ...(options.rules === undefined ? {} : { rules: options.rules }),
    ...(options.upTo === undefined ? {} : { upTo: options.upTo }),
  }).catch((error: unknown) => {
    throw error instanceof ReplayUnderWay ? new Failure(error.message) : error;
  });
  try {
    const beginning = await shadow.beginning(by);
    if (beginning === null) throw new Failure(`ledger ${ledger} is empty`);
    let began = context.now();
    const now = (): number => {
      const end = at ?? context.now();
      return speed === undefined ? end : Math.min(end, beginning + (context.now() - began) * speed);
    };
    if (speed === undefined) {
      const onProgress = (done: number, total: number): void =>
        meter.update({ phase: "building", ledger, done, total });
      await shadow.fill(onProgress, signal);
      meter.stop();
    }
    const log = openLog("warn");
    const config = readConfig({ ...context.env, ANSHI_PORT: String(options.port), ANSHI_LEDGER: ledger });
    const api = await startApi(config, {
      ...{ databaseUrl: database.url, log, metrics: openMetrics(log) },
      shadow: { schema: REPLAY_SCHEMA, now },
    });
    try {
      began = context.now();
      context.print(`ready ${api.url}`);
      if (speed !== undefined) {
        await shadow.play(by, now, signal);
        context.complain(`anshi: the last event has come, at ${formatInstant(now())}; Ctrl-C ends`);
      }
      while (!signal.aborted) await sleep(86_400_000, undefined, { signal });
    } finally {
      await api.stop();
    }
  } finally {
    await shadow.close();
  }
}
