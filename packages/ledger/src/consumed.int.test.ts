import { setTimeout as sleep } from "node:timers/promises";
import { notJson } from "@anshi/domain";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  appendConsumed,
  type ConsumedMessage,
  type ConsumedPartition,
  consumedOffsets,
  forgetConsumed,
} from "./consumed.js";
import type { LedgerId } from "./ledger-id.js";
import { readEvents } from "./read-events.js";
import { rejections } from "./rejections.js";
import { tellRejections } from "./tell-rejections.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvent, sampleLedger } from "./testing/sample.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

/** One run alone. */
const appendRun = async (
  pool: pg.Pool,
  ledger: LedgerId,
  of: ConsumedPartition,
  messages: readonly ConsumedMessage[],
) => (await appendConsumed(pool, ledger, [{ ...of, messages }], {}))[0];

const own: ConsumedPartition = { topic: "t", partition: 3 };
const message = (offset: number): ConsumedMessage => ({
  offset: BigInt(offset),
  event: sampleEvent(`e${offset}`),
});
const bad = (offset: number): ConsumedMessage => ({
  offset: BigInt(offset),
  rejected: { rejection: notJson(), payload: Buffer.from("{"), origin: `t/3/${offset}` },
});

test("messages and offset are stored together, and what comes again is left out", async () => {
  const ledger = sampleLedger("again");
  expect(await appendRun(db.pool, ledger, own, [message(5), bad(6), message(8)])).toEqual({
    accepted: 2,
    duplicates: 0,
    conflicts: [],
    next: 9n,
    redelivered: 0,
  });
  expect(await consumedOffsets(db.pool, ledger, ["t", "other"])).toEqual([{ ...own, offset: 9n }]);
  expect(await appendRun(db.pool, ledger, own, [bad(6), message(8), message(9)])).toMatchObject({
    accepted: 1,
    next: 10n,
    redelivered: 2,
  });
  // One that knows nothing of all this, such as a consumer that woke up late.
  expect(await appendRun(db.pool, ledger, own, [message(5), bad(6)])).toMatchObject({
    accepted: 0,
    next: 10n,
    redelivered: 2,
  });
  expect((await readEvents(db.pool, ledger, 0n, 10)).map(({ id }) => id)).toEqual(["e5", "e8", "e9"]);
  expect(await rejections(db.pool, ledger, { limit: 10 })).toHaveLength(1);
});

test("neither is stored when the transaction does not end", async () => {
  const ledger = sampleLedger("half");
  // The append waits for the ledger, and is cut off there.
  const blocker = await db.pool.connect();
  await blocker.query("begin; select pg_advisory_xact_lock(1634628456, hashtext('half'))");
  const pool = new pg.Pool({ connectionString: db.url });
  pool.on("error", () => undefined);
  const append = appendRun(pool, ledger, own, [message(1), bad(2)]);
  append.catch(() => undefined);
  const waiting =
    "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  let pid: number | undefined;
  while (pid === undefined) {
    pid = (await db.pool.query<{ pid: number }>(waiting)).rows[0]?.pid;
    await sleep(10);
  }
  await db.pool.query("select pg_terminate_backend($1)", [pid]);
  await expect(append).rejects.toThrow(/not available/u);
  await blocker.query("rollback");
  blocker.release();
  await pool.end();
  expect(await consumedOffsets(db.pool, ledger, ["t"])).toEqual([]);
  expect(await readEvents(db.pool, ledger, 0n, 10)).toEqual([]);
  expect(await appendRun(db.pool, ledger, own, [message(1), bad(2)])).toMatchObject({ accepted: 1 });
});

test("of two that have the same partition each message is taken from one", async () => {
  const ledger = sampleLedger("both");
  const run = (from: number) =>
    Array.from({ length: 10 }, (_, n) => (n === 4 ? bad(from + n) : message(from + n)));
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, n) => appendRun(db.pool, ledger, own, run(n % 2 === 0 ? 0 : 5))),
  );
  const events = await readEvents(db.pool, ledger, 0n, 100);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(outcomes.reduce((sum, outcome) => sum + (outcome?.accepted ?? 0), 0)).toBe(events.length);
  expect(outcomes.some((outcome) => outcome?.next === 15n)).toBe(true);
});

test("runs of several partitions go in one transaction, and each is answered for itself", async () => {
  const ledger = sampleLedger("runs");
  const run = (partition: number, messages: readonly ConsumedMessage[]) => ({
    topic: "t",
    partition,
    messages,
  });
  await appendConsumed(db.pool, ledger, [run(2, [message(0)])], {});
  const outcomes = await appendConsumed(
    db.pool,
    ledger,
    [
      run(7, [message(10), bad(11)]),
      run(2, [message(0), { ...message(1), event: sampleEvent("e10") } as never, message(2)]),
      run(7, [bad(11), message(12)]),
      run(1, [bad(3)]),
    ],
    {},
  );
  expect(outcomes).toEqual([
    { accepted: 1, duplicates: 0, conflicts: [], next: 12n, redelivered: 0 },
    { accepted: 1, duplicates: 1, conflicts: [], next: 3n, redelivered: 1 },
    { accepted: 1, duplicates: 0, conflicts: [], next: 13n, redelivered: 1 },
    { accepted: 0, duplicates: 0, conflicts: [], next: 4n, redelivered: 0 },
  ]);
  expect((await readEvents(db.pool, ledger, 0n, 10)).map(({ id }) => id)).toEqual(["e0", "e10", "e2", "e12"]);
  expect((await consumedOffsets(db.pool, ledger, ["t"])).map(({ offset }) => offset).sort()).toEqual([
    13n,
    3n,
    4n,
  ]);
  expect(await rejections(db.pool, ledger, { limit: 10 })).toHaveLength(2);
  const { rows } = await db.pool.query("select count(*)::integer as n from ledger.batch where ledger = $1", [
    ledger,
  ]);
  expect(rows).toEqual([{ n: 2 }]);
});

test("a topic that was made anew is read from its start when it is forgotten", async () => {
  const ledger = sampleLedger("forgotten");
  await appendRun(db.pool, ledger, own, [message(7)]);
  expect(await forgetConsumed(db.pool, ledger, "t")).toBe(1);
  expect(
    await appendRun(db.pool, ledger, own, [{ ...message(0), event: sampleEvent("e7") } as never]),
  ).toMatchObject({ accepted: 0, duplicates: 1, next: 1n });
});

test("what was refused is told in order, once it was told, and by one at a time", async () => {
  const ledger = sampleLedger("told");
  await appendRun(db.pool, ledger, own, [bad(0), bad(1), bad(2)]);
  const told: string[] = [];
  const tell = () =>
    tellRejections(db.pool, ledger, "r", 2, async (items) => {
      told.push(...items.map(({ origin }) => origin));
    });
  await expect(
    tellRejections(db.pool, ledger, "r", 2, async () => {
      throw new Error("no broker");
    }),
  ).rejects.toThrow("no broker");
  expect(await tell()).toBe(2);
  let inner = -1;
  await tellRejections(db.pool, ledger, "r", 2, async (items) => {
    inner = await tell();
    told.push(...items.map(({ origin }) => origin));
  });
  expect([inner, await tell()]).toEqual([0, 0]);
  expect(told).toEqual(["t/3/0", "t/3/1", "t/3/2"]);
});
