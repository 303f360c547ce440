import {
  BOARD_SCHEMA,
  BOARD_SETTINGS,
  type Board,
  board,
  migrateBoard,
  projection,
  rebuild,
} from "@anshi/board";
import { type SimulationOptions, simulate, textOf } from "@anshi/cli";
import { type Cohort, decode, type MeasureRow, parseDay, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate, type NewEvent } from "@anshi/ledger";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chunks } from "./support/client.js";
import { numbers } from "./support/numbers.js";
import { type Asked, type Fact, readFacts, recount } from "./support/recount.js";

/** A year of a city with all its disorder, held against the domain's brute force at fifty random (T, P). */
const CASES = Number(process.env.ANSHI_TEST_CASES ?? 100_000);
const POSITIONS = 10;
const INSTANTS = 5;
const SOURCE = "urn:anshi:year";
const MINUTES = 60_000;

const ledger = "3209" as LedgerId;
const shanghai = zone("Asia/Shanghai");
const cohorts: readonly Cohort[] = ["settled", "received", "closed"];

const year: SimulationOptions = {
  cases: CASES,
  seed: 20_250_101,
  first: parseDay("2025-01-01") ?? 0,
  last: parseDay("2025-12-31") ?? 0,
  units: 12,
  source: SOURCE,
  subjectPrefix: "Y",
  calendars: true,
  disorder: { lateEntry: 0.05, duplicates: 0.02, corrections: 0.01, bad: 0.01, shuffle: 500 },
};

interface Built {
  readonly database: FreshDatabase;
  readonly pool: pg.Pool;
}

const poolOf = (url: string, schema: string): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    options: [`search_path=${schema}`, ...BOARD_SETTINGS].map((setting) => `-c ${setting}`).join(" "),
    max: 4,
  });

/** Appends in the order given and projects to the head. */
async function build(events: readonly NewEvent[]): Promise<Built> {
  const database = await freshDatabase();
  const pool = poolOf(database.url, BOARD_SCHEMA);
  await migrate(pool);
  await migrateBoard(pool);
  for (const chunk of chunks(events, 1_000))
    await append(pool, ledger, { events: chunk, rejected: [], door: "file" });
  const own = projection({ pool, ledger, zone: shanghai, rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
  return { database, pool };
}

async function close({ database, pool }: Built): Promise<void> {
  await pool.end();
  await database.drop();
}

const ask = (pool: pg.Pool, asked: Asked): Promise<Board> =>
  board(pool, { ledger, zone: shanghai, rules: ruleSet, ...asked });

const rowsOf = ({ measures }: Board): readonly MeasureRow[] =>
  measures.map(({ unitName: _name, parked: _parked, ...row }) => row);

/** Rows that say something, by measure and unit. */
const told = (rows: readonly MeasureRow[]): ReadonlyMap<string, MeasureRow> =>
  new Map(
    rows
      .filter((row) => row.counted + row.pending + row.void + row.unclassified > 0)
      .map((row) => [`${row.measure} ${row.unit}`, row]),
  );

let first: Built;
let events: NewEvent[];
let facts: readonly Fact[];
let questions: readonly Asked[];

beforeAll(async () => {
  events = [];
  let bad = 0;
  for (const message of simulate(year)) {
    const outcome = decodeText(message);
    if (outcome === undefined) bad += 1;
    else events.push(outcome);
  }
  // All that is bad is refused, and nothing else is.
  expect(bad).toBeGreaterThan(CASES / 100);
  first = await build(events);
  facts = await readFacts(first.pool, ledger);
  expect(new Set(events.map(({ id }) => id)).size).toBe(facts.length);

  const random = numbers(50);
  questions = Array.from({ length: POSITIONS }, (_none, nth) => {
    const knownAt = nth === 0 ? BigInt(facts.length) : BigInt(1 + Math.floor(random() * facts.length));
    return Array.from({ length: INSTANTS }, () => {
      const asOf = Math.floor(Date.UTC(2025, 0, 2) + random() * 400 * 24 * 60 * MINUTES);
      const to = shanghai.dayOf(asOf) - Math.floor(random() * 40);
      const window = random() < 0.4 ? {} : { from: to - Math.floor(random() * 120), to };
      return cohorts.map((cohort) => ({ asOf, knownAt, window, cohort }));
    });
  }).flat(2);
}, 15 * MINUTES);
afterAll(() => close(first));

function decodeText(message: Parameters<typeof textOf>[0]): NewEvent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(textOf(message, SOURCE));
  } catch {
    return undefined;
  }
  const outcome = decode(json, { now: Date.UTC(2026, 5, 1), maxAheadMs: 0 });
  return outcome.ok ? outcome.event : undefined;
}

describe("a year of a city in disorder", () => {
  it("has the board that the domain counts, at fifty random (T, P), every measure, unit and cohort", {
    timeout: 20 * MINUTES,
  }, async () => {
    let compared = 0;
    const bruteForce = recount(ledger, shanghai, facts);
    for (const knownAt of new Set(questions.map((asked) => asked.knownAt))) {
      const asked = questions.filter((each) => each.knownAt === knownAt);
      for (const each of asked) {
        const rows = told(rowsOf(await ask(first.pool, each)));
        expect({ ...each, rows }).toEqual({ ...each, rows: told(bruteForce(each)) });
        compared += rows.size;
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });

  it("has the same boards after a rebuild", { timeout: 20 * MINUTES }, async () => {
    const before = [];
    for (const asked of questions) before.push(rowsOf(await ask(first.pool, asked)));
    const outcome = await rebuild({
      openPool: (schema) => poolOf(first.database.url, schema),
      database: { url: first.database.url },
      threads: 2,
      zoneOf: () => shanghai,
      rules: ruleSet,
      now: () => Date.UTC(2026, 0, 15),
    });
    expect(outcome).toMatchObject({ outcome: "switched" });
    for (const [index, asked] of questions.entries())
      expect({ ...asked, rows: rowsOf(await ask(first.pool, asked)) }).toEqual({
        ...asked,
        rows: before[index],
      });
  });

  it("has the same board at its head, whatever the order the events came in", {
    timeout: 20 * MINUTES,
  }, async () => {
    const random = numbers(4);
    const shuffled = events.map((event) => ({ event, at: random() })).sort((a, b) => a.at - b.at);
    const second = await build(shuffled.map(({ event }) => event));
    try {
      const head = BigInt(facts.length);
      for (const asked of questions.filter((_asked, index) => index % 5 === 0)) {
        const rows = rowsOf(await ask(first.pool, { ...asked, knownAt: head }));
        const other = rowsOf(await ask(second.pool, { ...asked, knownAt: head }));
        expect({ ...asked, rows: other }).toEqual({ ...asked, rows });
      }
    } finally {
      await close(second);
    }
  });
});
