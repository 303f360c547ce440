import { clockKinds, formatInstant } from "@anshi/domain";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Lapsed } from "./lapse-notice.js";
import { lapsesSql } from "./lapses.js";
import { databaseNow } from "./now.js";
import { ledger, log, newEvent, type StewardDatabase, stewardDatabase, until } from "./testing.js";
import { type Ticker, ticker } from "./ticker.js";

let database: StewardDatabase;
beforeAll(async () => {
  database = await stewardDatabase();
  await database.record(newEvent("io.anshi.unit.registered.v1", ledger, 0, { id: ledger, name: "盐城市" }));
});
afterAll(() => database.close());

interface Heard {
  readonly ticker: Ticker;
  readonly told: Lapsed[];
}

function listening(): Heard {
  const told: Lapsed[] = [];
  return { ticker: ticker({ pool: database.open(), log, lapsed: (lapsed) => told.push(lapsed) }), told };
}

/** Long enough to be on the board before: a lapse that the board learns of afterwards is told by its event alone. */
const DUE_IN_MS = 1_500;

/** Dispatches that are due a moment from now, then nothing more: they lapse by time alone. */
async function issue(...subjects: readonly string[]): Promise<number> {
  const now = await databaseNow(database.pool);
  const due = { unit: "320902", dueAt: formatInstant(now + DUE_IN_MS) };
  await database.record(
    ...subjects.map((subject) => newEvent("io.anshi.dispatch.issued.v1", subject, now - 1_000, due)),
  );
  return now + DUE_IN_MS + 1;
}

it("tells once of clocks that lapse with no event, here and to whoever listens", async () => {
  const listener = new pg.Client(database.url);
  await listener.connect();
  const heard: string[] = [];
  listener.on("notification", ({ payload = "" }) => heard.push(payload));
  await listener.query("listen anshi_lapsed");
  const { ticker: own, told } = listening();
  await own.tick();
  const lapse = await issue("D-1", "D-2");
  await until(() => told.length > 0, own.tick);
  for (let n = 0; n < 3; n += 1) await own.tick();

  const counts = [{ clock: "dispatch.verify", unit: "320902", count: 2 }];
  expect(told).toEqual([expect.objectContaining({ ledger, counts })]);
  expect(told[0]?.from).toBeLessThan(lapse);
  expect(told[0]?.at).toBeGreaterThanOrEqual(lapse);
  await listener.query("select");
  expect(heard.map((text) => JSON.parse(text))).toEqual([
    {
      ledger,
      from: formatInstant(told[0]?.from ?? 0),
      at: formatInstant(told[0]?.at ?? 0),
      counts,
    },
  ]);
  await own.stop();
  await listener.end();
});

it("does not look back past its start, nor tell of a clock that was stopped or retracted", async () => {
  const lapse = await issue("D-3");
  await until(async () => (await databaseNow(database.pool)) > lapse);
  const { ticker: own, told } = listening();
  await own.tick();
  const next = await issue("D-4", "D-5", "D-6");
  const now = await databaseNow(database.pool);
  await database.record(
    newEvent("io.anshi.dispatch.verified.v1", "D-4", now - 500, { result: "confirmed" }),
    newEvent("io.anshi.record.retracted.v1", "D-5", now, {
      source: "urn:test",
      id: "io.anshi.dispatch.issued.v1 D-5",
      reason: "a test",
    }),
  );
  await until(async () => (await databaseNow(database.pool)) > next);
  await own.tick();
  expect(told.flatMap(({ counts }) => counts)).toEqual([
    { clock: "dispatch.verify", unit: "320902", count: 1 },
  ]);
  await own.stop();
});

it("is one instance's at a time; the one that stands by takes over and leaves nothing out", async () => {
  const [first, second] = [listening(), listening()];
  await first.ticker.tick();
  await second.ticker.tick();
  await issue("D-7");
  await until(
    () => first.told.length > 0,
    () => Promise.all([first.ticker.tick(), second.ticker.tick()]),
  );
  expect(second.told).toEqual([]);

  const lapse = await issue("D-8");
  expect(await database.killHolders()).toBe(1);
  await until(async () => (await databaseNow(database.pool)) > lapse);
  // The lapse was before the taking over, and the one that is gone did not tell it.
  await until(() => second.told.length > 0, second.ticker.tick);
  await Promise.all([first.ticker.stop(), second.ticker.stop()]);
});

it("goes to what lapsed by the index, among very many open clocks", async () => {
  await database.pool.query(
    `insert into clock (ledger, started_by, kind, known_from, slot, subject, start_at, start_day, due_day, lapse_at,
                        outcome, miss_at, miss_day, own_day, provisional, unclassified, disordered, late_extension, differs_at,
                        late_class, marks)
     select 'many', n, 'dispatch.verify', n, 1, 's', now(), now()::date, now()::date, at, 'open', at, at::date, false, false, false,
            false, false, now(), 0, ''
       from (select n, now() + (n - 30000) * interval '1 second' as at from generate_series(1, 100000) as n) as made`,
  );
  const client = await database.open().connect();
  await client.query(`prepare asked (text, text[], timestamptz, timestamptz) as ${lapsesSql}`);
  const plan = async () => {
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `explain (analyze, costs off, timing off, summary off)
       execute asked ('many', '{${clockKinds.join(",")}}', now() - interval '1 second', now())`,
    );
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  };
  const young = await plan();
  await database.pool.query("analyze clock");
  const old = await plan();
  client.release();
  for (const each of [young, old]) {
    expect(each).toMatch(/Index Cond: .*miss_at > .*miss_at <= /u);
    expect(each).not.toMatch(/Seq Scan on clock|Rows Removed/u);
  }
});
