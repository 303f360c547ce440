import { ruleSet, zone } from "@anshi/domain";
import { append, head, type LedgerId, type NewEvent } from "@anshi/ledger";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Board, board } from "../board.js";
import { MOST_FACTS } from "../history.js";
import { BOARD_SCHEMA, BOARD_SETTINGS } from "../migrate.js";
import { checkpoint, type Projection, projection } from "../projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "../testing.js";
import { cancelRebuild, type RebuildOptions, rebuild } from "./rebuild.js";

const shanghai = zone("Asia/Shanghai");
const start = Date.UTC(2026, 2, 2, 1);
const DAY = 86_400_000;
const now = start + 60 * DAY;
const ledger = "3209" as LedgerId;

let database: BoardDatabase;
let url: string;
let serving: Projection;
const openPool = (schema: string): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    options: [`search_path=${schema}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
    max: 4,
  });
const options = (more: Partial<RebuildOptions> = {}): RebuildOptions => ({
  openPool,
  database: { url },
  threads: 0,
  zoneOf: () => shanghai,
  rules: ruleSet,
  now: () => now,
  ...more,
});

beforeAll(async () => {
  database = await boardDatabase();
  url = database.url;
  await store(0, 400);
  serving = projection({
    pool: database.pool,
    ledger,
    zone: shanghai,
    rules: ruleSet,
    batch: 50,
    sealEvery: 40,
  });
  await follow();
});
beforeEach(follow);
afterAll(() => database.close());

/** Dispatches, most of them verified, some late, some known late. */
async function store(from: number, upto: number): Promise<void> {
  const events: NewEvent[] = [];
  for (let n = from; n < upto; n += 1) {
    const at = start + (n * DAY) / 20;
    const unit = n % 3 === 0 ? "320902" : "320903";
    const event = (act: string, time: number, data: object) =>
      events.push(
        newEvent(`io.anshi.dispatch.${act}.v1`, `D${n}`, "urn:test", `D${n}/${act}`, time, { ...data }),
      );
    event("issued", at, { unit });
    if (n % 4 !== 0) event("verified", at + (n % 7 === 0 ? 30 : 3) * DAY, { result: "confirmed" });
  }
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
}

async function follow(): Promise<void> {
  while ((await serving.step()).outcome !== "at-head");
}

function ask(pool: pg.Pool, asOf: number, knownAt?: bigint): Promise<Board> {
  return board(pool, {
    ledger,
    zone: shanghai,
    rules: ruleSet,
    asOf,
    window: {},
    cohort: "settled",
    ...(knownAt === undefined ? {} : { knownAt }),
  });
}

async function schemas(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname like 'board%' order by 1",
  );
  return rows.map(({ name }) => name);
}

async function generation(): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ generation: string }>("select generation from projection");
  return rows[0]?.generation;
}

describe("a rebuild", () => {
  it("puts a board in place that says the same, and leaves nothing of the old one", async () => {
    const before = await ask(database.pool, now);
    const old = await generation();
    const outcome = await rebuild(options());
    expect(outcome).toMatchObject({ outcome: "switched", ledgers: 1 });
    expect(await generation()).not.toBe(old);
    expect(await schemas()).toEqual([BOARD_SCHEMA]);
    expect(await ask(database.pool, now)).toEqual(before);
  });

  it("goes on being projected by the projector that served the old board", async () => {
    await rebuild(options());
    await store(400, 500);
    expect((await serving.step()).outcome).toBe("lost");
    await follow();
    const { position } = await head(database.pool, ledger);
    expect(await checkpoint(database.pool, ledger)).toBe(position);
    const built = await ask(database.pool, now);
    await rebuild(options());
    expect(await ask(database.pool, now)).toEqual(built);
  });

  it("never shows readers anything but the board, while events go on coming in", async () => {
    const at = await checkpoint(database.pool, ledger);
    const expected = JSON.stringify((await ask(database.pool, now, at)).measures);
    let ended = false;
    let asked = 0;
    const pools = Array.from({ length: 3 }, () => openPool(BOARD_SCHEMA));
    const readers = pools.map(async (pool) => {
      while (!ended) {
        const client = await pool.connect();
        await client.query("begin transaction isolation level repeatable read read only");
        const seen = await board(client, {
          ledger,
          zone: shanghai,
          rules: ruleSet,
          asOf: now,
          window: {},
          cohort: "settled",
          ...(at === undefined ? {} : { knownAt: at }),
        });
        await client.query("commit");
        client.release();
        expect(JSON.stringify(seen.measures)).toBe(expected);
        asked += 1;
      }
    });
    const writing = (async () => {
      for (let n = 500; !ended; n += 5) {
        await store(n, n + 5);
        await serving.step();
      }
    })();
    const positions: bigint[] = [];
    for (let n = 0; n < 3; n += 1) {
      expect(await rebuild(options())).toMatchObject({ outcome: "switched" });
      positions.push((await checkpoint(database.pool, ledger)) ?? 0n);
    }
    ended = true;
    await Promise.all([...readers, writing]);
    for (const pool of pools) await pool.end();
    expect(asked).toBeGreaterThan(10);
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
  });

  it("is interrupted and taken up, or cancelled without a trace", async () => {
    const old = await generation();
    const ending = new AbortController();
    const done: number[] = [];
    const interrupted = rebuild(
      options({
        signal: ending.signal,
        onProgress: ({ phase }) => {
          if (phase === "verifying") ending.abort();
        },
      }),
    );
    await expect(interrupted).rejects.toThrow();
    expect([await generation(), await schemas()]).toEqual([old, ["board", "board_next"]]);
    const again = options({ onProgress: ({ phase, done: n }) => phase === "projecting" && done.push(n) });
    expect(await rebuild(again)).toMatchObject({ outcome: "switched" });
    // Nothing was left to project.
    expect(done).toEqual([]);

    const second = new AbortController();
    const cancelled = rebuild(options({ signal: second.signal, onProgress: () => second.abort() }));
    await expect(cancelled).rejects.toThrow();
    expect(await cancelRebuild(openPool)).toBe(true);
    expect(await schemas()).toEqual([BOARD_SCHEMA]);
  });

  it("does not switch to a board that the events do not bear out, and names the figures", async () => {
    const old = await generation();
    let tampered: Promise<unknown> | undefined;
    const outcome = await rebuild(
      options({
        onProgress: ({ phase }) => {
          if (phase === "verifying")
            tampered ??= database.pool.query(
              "update board_next.clock set marks = '' where started_by = 2 and outcome = 'kept'",
            );
        },
      }),
    );
    await tampered;
    expect(outcome).toMatchObject({ outcome: "different" });
    const differences = outcome.outcome === "different" ? outcome.differences : [];
    expect(differences.map(({ measure }) => measure)).toContain("19.1");
    expect(await generation()).toBe(old);
    expect(await cancelRebuild(openPool)).toBe(true);
  });

  it("runs once at a time", async () => {
    let other: Promise<unknown> | undefined;
    await rebuild(
      options({
        onProgress: () => {
          other ??= rebuild(options());
        },
      }),
    );
    expect(await other).toEqual({ outcome: "busy" });
  });

  it("finds again what is parked, by the board and by the fold, in threads too", async () => {
    const events = Array.from({ length: MOST_FACTS + 1 }, (_none, n) =>
      n === 0
        ? newEvent("io.anshi.dispatch.issued.v1", "P", "urn:test", "P/issued", start, { unit: "320902" })
        : newEvent("io.anshi.dispatch.assigned.v1", "P", "urn:test", `P/${n}`, start + n),
    );
    await append(database.pool, ledger, { events, rejected: [], door: "file" });
    await follow();
    const before = await ask(database.pool, now);
    expect(before.measures.filter(({ parked }) => parked > 0).length).toBeGreaterThan(0);
    expect(await rebuild(options({ threads: 2 }))).toMatchObject({ outcome: "switched" });
    expect(await ask(database.pool, now)).toEqual(before);
  });
});
