import { performance } from "node:perf_hooks";
import { BOARD_SCHEMA, migrateBoard, projection } from "@anshi/board";
import { decode, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate, readEvents } from "@anshi/ledger";
import pg from "pg";
import { chunks } from "../support/client.js";
import { syntheticEvents } from "../support/synthetic.js";

/** Events a second onto the board, and the limit they are held against. */
export interface ProjectionFigures {
  readonly events: number;
  /** By `projection`, from the ledger to committed clock versions and counters. */
  readonly projected: number;
  /** The same events only read and parsed. */
  readonly read: number;
  readonly ratio: number;
}

/** Measures the projection of a ledger that came in time order, as life does, and of one in random order. */
export async function benchProjection(
  connectionString: string,
  count = 200_000,
): Promise<readonly ProjectionFigures[]> {
  const pool = new pg.Pool({ connectionString, options: `-c search_path=${BOARD_SCHEMA}`, max: 4 });
  try {
    await migrate(pool);
    await migrateBoard(pool);
    const events = decoded(count);
    const inTime = [...events].sort((a, b) => (a.time < b.time ? -1 : 1));
    return [await measure(pool, "in-time", inTime), await measure(pool, "by-case", events)];
  } finally {
    await pool.end();
  }
}

function decoded(count: number) {
  return syntheticEvents(count, 11).map((event) => {
    const outcome = decode(event, { now: Date.now(), maxAheadMs: Number.MAX_SAFE_INTEGER });
    if (!outcome.ok) throw new Error(outcome.rejection.message);
    return outcome.event;
  });
}

async function measure(
  pool: pg.Pool,
  name: string,
  events: ReturnType<typeof decoded>,
): Promise<ProjectionFigures> {
  const ledger = `bench-${name}-${Date.now() % 100_000}` as LedgerId;
  for (const chunk of chunks(events, 5_000))
    await append(pool, ledger, { events: chunk, rejected: [], door: "file" });

  const rate = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return Math.round((events.length * 1_000) / (performance.now() - start));
  };
  const read = await rate(async () => {
    for (let after = 0n; after < BigInt(events.length); after += 2_000n) {
      for (const { body } of await readEvents(pool, ledger, after, 2_000)) JSON.parse(body);
    }
  });
  const project = projection({ pool, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet });
  const projected = await rate(async () => {
    while ((await project.step()).outcome !== "at-head");
  });
  return { events: events.length, projected, read, ratio: Number((projected / read).toFixed(2)) };
}
