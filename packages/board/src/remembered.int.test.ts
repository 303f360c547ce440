import { type Instant, ruleSet, zone } from "@anshi/domain";
import { appendAll, type LedgerId, type NewEvent, type Queryable } from "@anshi/ledger";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { board } from "./board.js";
import { projection } from "./projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const HOUR = 3_600_000;
const NOON = Date.parse("2026-03-04T12:00:00+08:00");
const shanghai = zone("Asia/Shanghai");
let database: BoardDatabase;
let count = 0;
let ledger: LedgerId;

beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  count += 1;
  ledger = `memory${count}` as LedgerId;
});

/** A dispatch issued and due at instants. */
const dispatch = (subject: string, at: Instant, dueAt: Instant): NewEvent =>
  newEvent("io.anshi.dispatch.issued.v1", subject, "urn:test", `${subject}/issued`, at, {
    unit: "320902",
    dueAt: new Date(dueAt).toISOString(),
  });
const verified = (subject: string, at: Instant): NewEvent =>
  newEvent("io.anshi.dispatch.verified.v1", subject, "urn:test", `${subject}/verified`, at, {
    result: "confirmed",
  });

async function record(...events: readonly NewEvent[]): Promise<void> {
  await appendAll(database.pool, ledger, [{ events, rejected: [] }], { door: "http", keepDays: 1 });
  const own = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
}

/** Asks, and names the statements that took; the answer must be that of a recompute. */
async function statements(asOf: Instant, more: { readonly knownAt?: bigint }): Promise<readonly unknown[]> {
  const names: unknown[] = [];
  const watched = {
    query: (statement: { readonly name?: string }, ...rest: readonly unknown[]) => {
      names.push(statement.name);
      return (database.pool.query as (...all: unknown[]) => unknown)(statement, ...rest);
    },
  } as unknown as Queryable;
  const query = {
    ledger,
    zone: shanghai,
    rules: ruleSet,
    asOf,
    window: {},
    cohort: "settled" as const,
    ...more,
  };
  const answer = await board(watched, query);
  expect(answer.measures).toEqual((await board(database.pool, query, "recomputed")).measures);
  return names;
}

/** Whether an answer had to be counted. */
async function isCounted(asOf: Instant, more: { readonly knownAt?: bigint } = {}): Promise<boolean> {
  return (await statements(asOf, more)).includes("board sums");
}

describe("what a board remembers", () => {
  it("stands until the next open clock lapses, the day ends, or a fact comes", async () => {
    await record(dispatch("a", NOON - 48 * HOUR, NOON + HOUR), dispatch("b", NOON - 48 * HOUR, NOON - HOUR));
    expect(await isCounted(NOON)).toBe(true);
    expect(await isCounted(NOON + HOUR)).toBe(false);
    // The lapse is the first instant at which it is overdue.
    expect(await isCounted(NOON + HOUR + 1)).toBe(true);
    expect(await isCounted(NOON + 2 * HOUR)).toBe(false);
    expect(await isCounted(NOON + 12 * HOUR - 1)).toBe(false);
    expect(await isCounted(NOON + 12 * HOUR)).toBe(true);
    await record(verified("a", NOON + 13 * HOUR));
    expect(await isCounted(NOON + 14 * HOUR)).toBe(true);
    expect(await isCounted(NOON + 14 * HOUR + 1)).toBe(false);
  });

  it("knows of facts stamped ahead of T, and answers none before it from after it", async () => {
    await record(dispatch("a", NOON - HOUR, NOON + 9 * HOUR));
    await record(verified("a", NOON + 2 * HOUR));
    expect(await isCounted(NOON)).toBe(true);
    expect(await isCounted(NOON + 2 * HOUR - 1)).toBe(false);
    expect(await isCounted(NOON + 2 * HOUR)).toBe(true);
    expect(await isCounted(NOON + HOUR)).toBe(true);
  });

  it("is looked for until when it stands only when it is asked again, and once", async () => {
    await record(dispatch("a", NOON - HOUR, NOON + 9 * HOUR));
    const looks = async (asOf: Instant) => (await statements(asOf, {})).includes("board quiet");
    const looked = [await looks(NOON), await looks(NOON), await looks(NOON + 1), await looks(NOON + 2)];
    expect(looked).toEqual([false, false, true, false]);
  });

  it("holds what was known at a past position for that T alone", async () => {
    await record(dispatch("a", NOON - 48 * HOUR, NOON + HOUR));
    await record(verified("a", NOON - HOUR));
    expect(await isCounted(NOON, { knownAt: 1n })).toBe(true);
    expect(await isCounted(NOON, { knownAt: 1n })).toBe(false);
    expect(await isCounted(NOON + 1, { knownAt: 1n })).toBe(true);
    expect(await isCounted(NOON, { knownAt: 2n })).toBe(true);
  });
});
