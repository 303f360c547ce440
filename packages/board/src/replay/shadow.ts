import { setTimeout as sleep } from "node:timers/promises";
import { type Instant, type RuleSet, ruleSet, SYSTEM_SOURCE, type Zone } from "@anshi/domain";
import { head, type LedgerId, readEvents, type StoredEvent } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import { BOARD_SCHEMA, migrateBoard } from "../migrate.js";
import { projection } from "../projection.js";

/** Where a board is replayed beside the serving one. */
export const REPLAY_SCHEMA = "board_replay";

/** By which of its two times history is re-enacted: as it was recorded, or – where it was brought in at once – as it happened. */
export type ReplayTime = "recorded" | "occurred";

export interface ShadowOptions {
  /** Connections of the tables' owner, by the schema of their search path. */
  readonly openPool: (schema: string) => Pool;
  readonly ledger: LedgerId;
  readonly zone: Zone;
  readonly rules?: RuleSet;
  /** The last position replayed; default: the ledger's head. */
  readonly upTo?: bigint;
}

/** A board beside the serving one, made of the ledger's events anew. */
export interface Shadow {
  /** Projects all there is, as fast as it goes. */
  readonly fill: (onProgress: (done: number, of: number) => void, signal: AbortSignal) => Promise<void>;
  /**
   * Re-enacts history: projects each event when the time of `now` has come to its own. Resolves when the last one is there,
   * rejects when `signal` aborts.
   */
  readonly play: (by: ReplayTime, now: () => Instant, signal: AbortSignal) => Promise<void>;
  /** When the first event happened or was recorded; `null` in an empty ledger. */
  readonly beginning: (by: ReplayTime) => Promise<Instant | null>;
  /** Drops it: nothing is left. */
  readonly close: () => Promise<void>;
}

/** A shadow is being watched already. */
export class ReplayUnderWay extends Error {
  override readonly name = "ReplayUnderWay";
}

const CLAIM = "(hashtextextended('anshi replay', 0))";
const PAGE = 2_000;
const LOOK_MS = 100;

/** Makes an empty shadow; one that was left by a replay that was killed goes. Rejects with ReplayUnderWay. */
export async function openShadow(options: ShadowOptions): Promise<Shadow> {
  const { openPool, ledger, zone, rules = ruleSet } = options;
  const owner = openPool(BOARD_SCHEMA);
  const guard = await owner.connect();
  const drop = (): Promise<unknown> => owner.query(`drop schema if exists ${REPLAY_SCHEMA} cascade`);
  try {
    if (!(await claim(guard))) throw new ReplayUnderWay("another replay is being watched; end it first");
    await drop();
    await migrateBoard(owner, REPLAY_SCHEMA);
  } catch (error) {
    guard.release(true);
    await owner.end();
    throw error;
  }
  const pool = openPool(REPLAY_SCHEMA);
  let allowed = 0n;
  const own = projection({ pool, ledger, zone, rules, upTo: () => allowed });
  const end = async (): Promise<bigint> => {
    const { position } = await head(pool, ledger);
    return options.upTo !== undefined && options.upTo < position ? options.upTo : position;
  };
  // What the system recorded itself happened when it was recorded, also in a history that was brought in at once.
  const timeOf = (by: ReplayTime, { source, recordedAt, occurredAt }: StoredEvent): Instant =>
    by === "recorded" ? recordedAt : source === SYSTEM_SOURCE ? Number.NEGATIVE_INFINITY : occurredAt;

  return {
    fill: async (onProgress, signal) => {
      allowed = await end();
      for (;;) {
        signal.throwIfAborted();
        const step = await own.step();
        if (step.outcome === "at-head") return;
        if (step.outcome === "advanced") onProgress(Number(step.to), Number(allowed));
      }
    },
    play: async (by, now, signal) => {
      const last = await end();
      while (allowed < last) {
        signal.throwIfAborted();
        const due = now();
        const events = await readEvents(pool, ledger, allowed, PAGE, last);
        const ahead = events.findIndex((event) => timeOf(by, event) > due);
        if (ahead === 0) {
          await sleep(LOOK_MS, undefined, { signal });
          continue;
        }
        allowed = (ahead < 0 ? events.at(-1) : events[ahead - 1])?.position ?? last;
        while ((await own.step()).outcome === "advanced") signal.throwIfAborted();
      }
    },
    beginning: async (by) => {
      const [first] = await readEvents(pool, ledger, 0n, 1);
      return first === undefined ? null : timeOf(by, first);
    },
    close: async () => {
      await pool.end();
      await drop();
      await guard.query(`select pg_advisory_unlock${CLAIM}`).catch(() => undefined);
      guard.release(true);
      await owner.end();
    },
  };
}

async function claim(guard: PoolClient): Promise<boolean> {
  const { rows } = await guard.query<{ readonly held: boolean }>(
    `select pg_try_advisory_lock${CLAIM} as held`,
  );
  return rows[0]?.held === true;
}
