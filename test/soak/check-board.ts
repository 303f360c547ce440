import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BOARD_SCHEMA, BOARD_SETTINGS, board, checkpoint, migrateBoard, projection } from "@anshi/board";
import { type Cohort, ruleSet, zone } from "@anshi/domain";
import { append, migrate, readEvents } from "@anshi/ledger";
import { startCluster, stopCluster } from "@anshi/test-postgres/cluster";
import pg from "pg";
import { LEDGER, TIME_ZONE } from "./ledger.js";

export interface BoardCheck {
  readonly questions: number;
  readonly rows: number;
  readonly breaches: readonly string[];
}

const PAGE = 5_000;
const cohorts: readonly Cohort[] = ["settled", "received", "closed"];
const dates = ["2026-02-10", "2026-04-01", "2026-06-15", "2026-09-01", "2026-11-20"];

/**
 * Projects the same events, in ledger order, in a PostgreSQL of its own without any fault, and compares all rows of both
 * boards at several instants, as known at the end and half way.
 */
export async function checkBoard(db: pg.Pool): Promise<BoardCheck> {
  const directory = await mkdtemp(join(tmpdir(), "anshi-recompute-"));
  try {
    const fresh = openBoardPool(await startCluster(directory, { durable: false }));
    try {
      return await compare(db, fresh, await recompute(db, fresh));
    } finally {
      await fresh.end();
    }
  } finally {
    await stopCluster(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

/** Connections with the board's schema in their path. */
export function openBoardPool(connectionString: string): pg.Pool {
  const settings = [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS];
  const options = settings.map((setting) => `-c ${setting}`).join(" ");
  const pool = new pg.Pool({ connectionString, options, max: 6 });
  pool.on("error", () => undefined);
  return pool;
}

async function recompute(db: pg.Pool, fresh: pg.Pool): Promise<bigint> {
  await migrate(fresh);
  await migrateBoard(fresh);
  let position = 0n;
  for (;;) {
    const page = await readEvents(db, LEDGER, position, PAGE);
    const events = page.map(({ source, id, type, subject, occurredAt, body }) => {
      return { source, id, type, subject, time: new Date(occurredAt).toISOString(), body };
    });
    if (events.length > 0) await append(fresh, LEDGER, { events, rejected: [], door: "file" });
    position += BigInt(page.length);
    if (page.length < PAGE) break;
  }
  const own = projection({ pool: fresh, ledger: LEDGER, zone: zone(TIME_ZONE), rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
  return position;
}

async function compare(db: pg.Pool, fresh: pg.Pool, head: bigint): Promise<BoardCheck> {
  const breaches: string[] = [];
  let questions = 0;
  let rows = 0;
  const reached = await checkpoint(db, LEDGER);
  if (reached !== head) breaches.push(`the board stands at ${reached}, the ledger at ${head}`);
  for (const knownAt of [head, head / 2n]) {
    for (const date of dates) {
      for (const cohort of cohorts) {
        const asOf = Date.parse(`${date}T13:00:00+08:00`);
        const query = {
          ledger: LEDGER,
          zone: zone(TIME_ZONE),
          rules: ruleSet,
          asOf,
          knownAt,
          window: {},
          cohort,
        };
        const [soaked, unbroken] = await Promise.all([board(db, query), board(fresh, query)]);
        questions += 1;
        rows += unbroken.measures.length;
        if (!isDeepStrictEqual(soaked.measures, unbroken.measures)) {
          const at = unbroken.measures.findIndex((row, n) => !isDeepStrictEqual(row, soaked.measures[n]));
          const shown = [soaked.measures[at], unbroken.measures[at]].map((row) => JSON.stringify(row));
          breaches.push(
            `the board at ${date}, ${cohort}, known at ${knownAt} differs: ${shown.join(" for ")}`,
          );
        }
      }
    }
  }
  return { questions, rows, breaches: breaches.slice(0, 10) };
}
