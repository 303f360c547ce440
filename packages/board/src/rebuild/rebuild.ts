import { canonical, type RuleSet, type Zone } from "@anshi/domain";
import { type DatabaseAccess, head, type LedgerId, ledgers, readEvents } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import type { BoardRow } from "../board.js";
import { everyAnswer } from "../every-answer.js";
import { BOARD_SCHEMA, migrateBoard } from "../migrate.js";
import { checkpoint, type Projection, projection } from "../projection.js";
import { foldAll } from "../replay/fold-all.js";
import { questionsOver, type ReplayQuestion } from "../replay/question.js";
import { dropLeft, NEXT_SCHEMA, switchBoards } from "./switch.js";

/** What a rebuild is at. */
export interface RebuildProgress {
  readonly phase: "projecting" | "verifying";
  readonly ledger: LedgerId;
  /** Events done, and how many there are to do. */
  readonly done: number;
  readonly total: number;
}

export interface RebuildOptions {
  /** Connections of the tables' owner, by the schema of their search path. */
  readonly openPool: (schema: string) => Pool;
  /** The same database, for the threads that fold its events. */
  readonly database: DatabaseAccess;
  /** Threads that fold side by side; 0: all is done in this one. */
  readonly threads: number;
  readonly zoneOf: (ledger: LedgerId) => Zone;
  readonly rules: RuleSet;
  readonly now: () => number;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Interrupts; what was built stays and the next rebuild goes on from there. */
  readonly signal?: AbortSignal;
}

/** How a rebuild ended. */
export type RebuildOutcome =
  | { readonly outcome: "switched"; readonly ledgers: number; readonly figures: number }
  /** The new board is not what the events say; the old one goes on serving. */
  | { readonly outcome: "different"; readonly differences: readonly Difference[] }
  | { readonly outcome: "busy" };

/** A figure of the new board that the events do not bear out. */
export interface Difference {
  readonly ledger: LedgerId;
  readonly question: ReplayQuestion;
  readonly measure: string;
  readonly unit: string;
  readonly built: BoardRow | undefined;
  readonly folded: BoardRow | undefined;
}

const SWITCH_ATTEMPTS = 15;

/**
 * Builds the board anew from the ledger beside the serving one, holds it against a fold of all events by the domain alone,
 * and switches. Rejects when interrupted; an interrupted rebuild is taken up where it was.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildOutcome> {
  const { openPool, zoneOf, rules, signal } = options;
  const owner = openPool(BOARD_SCHEMA);
  const next = openPool(NEXT_SCHEMA);
  const guard = await owner.connect();
  try {
    if (!(await claim(guard))) return { outcome: "busy" };
    await dropLeft(owner, false);
    await migrateBoard(owner, NEXT_SCHEMA);

    const all = await ledgers(owner);
    const building = new Map(
      all.map((ledger) => [ledger, projection({ pool: next, ledger, zone: zoneOf(ledger), rules })]),
    );
    for (const [ledger, own] of building) await project(options, owner, ledger, own);

    const differences: Difference[] = [];
    let figures = 0;
    for (const ledger of all) {
      const verified = await verify(options, next, ledger);
      figures += verified.figures;
      differences.push(...verified.differences);
    }
    if (differences.length > 0) return { outcome: "different", differences };

    const catchUp = async (): Promise<void> => {
      // A ledger that began meanwhile is built too.
      for (const ledger of await ledgers(owner)) {
        const own = building.get(ledger) ?? projection({ pool: next, ledger, zone: zoneOf(ledger), rules });
        building.set(ledger, own);
        while ((await own.step()).outcome !== "at-head") signal?.throwIfAborted();
      }
    };
    for (let attempt = 0; attempt < SWITCH_ATTEMPTS; attempt += 1) {
      await catchUp();
      if (await switchBoards(owner, catchUp)) {
        await dropLeft(owner, false);
        return { outcome: "switched", ledgers: all.length, figures };
      }
    }
    throw new Error("readers held the board all the time; nothing was switched, run it again");
  } finally {
    await letGo(guard);
    await next.end();
    await owner.end();
  }
}

/** Drops a board that was being built. False while a rebuild is at work. */
export async function cancelRebuild(openPool: RebuildOptions["openPool"]): Promise<boolean> {
  const owner = openPool(BOARD_SCHEMA);
  const guard = await owner.connect();
  try {
    if (!(await claim(guard))) return false;
    await dropLeft(owner, true);
    return true;
  } finally {
    await letGo(guard);
    await owner.end();
  }
}

const CLAIM = "(hashtextextended('anshi rebuild', 0))";

/** One rebuild at a time: false while another is at work. */
async function claim(guard: PoolClient): Promise<boolean> {
  const { rows } = await guard.query<{ readonly held: boolean }>(
    `select pg_try_advisory_lock${CLAIM} as held`,
  );
  return rows[0]?.held === true;
}

/** Gives the claim back before it answers: a session that only ends still holds it for a moment. */
async function letGo(guard: PoolClient): Promise<void> {
  await guard.query(`select pg_advisory_unlock${CLAIM}`).catch(() => undefined);
  guard.release(true);
}

async function project(options: RebuildOptions, db: Pool, ledger: LedgerId, own: Projection): Promise<void> {
  const { onProgress, signal } = options;
  for (;;) {
    signal?.throwIfAborted();
    const step = await own.step();
    if (step.outcome === "at-head") return;
    const total = Number((await head(db, ledger)).position);
    const done = step.outcome === "advanced" ? Number(step.to) : 0;
    onProgress?.({ phase: "projecting", ledger, done, total });
  }
}

/** Holds what was built against a fold of the events: it reads no table of the board's, and finds by itself what is parked. */
async function verify(
  { database, threads, zoneOf, rules, now, onProgress, signal }: RebuildOptions,
  next: Pool,
  ledger: LedgerId,
): Promise<{ readonly figures: number; readonly differences: readonly Difference[] }> {
  const zone = zoneOf(ledger);
  const knownAt = (await checkpoint(next, ledger)) ?? 0n;
  const [first] = await readEvents(next, ledger, 0n, 1);
  const questions = questionsOver(zone, first?.occurredAt ?? now(), now()).map((question) => ({
    ...{ ...question, knownAt, smallSample: SMALL_SAMPLE },
  }));
  let done = 0;
  const folded = await foldAll(next, {
    ...{ database, ledger, zone, rules, questions, threads, signal },
    onEvents: (count) => {
      done += count;
      onProgress?.({ phase: "verifying", ledger, done, total: Number(knownAt) });
    },
  });
  const differences: Difference[] = [];
  let figures = 0;
  for (const [index, question] of questions.entries()) {
    const expected = keyed(folded[index]?.rows ?? []);
    for (const { measures } of await everyAnswer(next, { ledger, zone, rules, ...question })) {
      const built = keyed(measures);
      for (const key of new Set([...built.keys(), ...expected.keys()])) {
        figures += 1;
        const [own, other] = [built.get(key), expected.get(key)];
        if ((isEmpty(own) && isEmpty(other)) || canonical(own) === canonical(other)) continue;
        const { measure = "", unit = "" } = own ?? other ?? {};
        differences.push({ ledger, question, measure, unit, built: own, folded: other });
      }
    }
  }
  return { figures, differences };
}

const SMALL_SAMPLE = 20;

function keyed(rows: readonly BoardRow[]): ReadonlyMap<string, BoardRow> {
  return new Map(rows.map((row) => [`${row.measure} ${row.unit}`, row]));
}

/** A unit that has nothing to show may have a row or none. */
function isEmpty(row: BoardRow | undefined): boolean {
  return row === undefined || row.counted + row.pending + row.void + row.unclassified === 0;
}
