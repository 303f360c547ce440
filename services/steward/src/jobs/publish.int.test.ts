import { publications } from "@anshi/board";
import { parseInstant, zone } from "@anshi/domain";
import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ledger, log, newEvent, type StewardDatabase, stewardDatabase, zoneName } from "../testing.js";
import { publishing } from "./publish.js";
import { recomputePublished } from "./recompute.js";

let database: StewardDatabase;
let appending: pg.Pool;
beforeAll(async () => {
  database = await stewardDatabase();
  appending = database.open("anshi_appender");
  await database.record(
    newEvent("io.anshi.dispatch.issued.v1", "D1", at("2026-03-02T01:00:00Z"), { unit: "320902" }),
  );
});
afterAll(() => database.close());

const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const jobs = () => publishing({ appending, at: "01:30", smallSample: 20 });

it("is due for the last period that had ended, from the local time on", () => {
  const names = (now: string) => jobs().map(({ period }) => period(at(now), zone(zoneName)));
  expect(names("2027-01-01T01:29:59+08:00")).toEqual(["2026-12-30", "2026-11", "2026-Q3", "2025"]);
  expect(names("2027-01-01T01:30:00+08:00")).toEqual(["2026-12-31", "2026-12", "2026-Q4", "2026"]);
  expect(names("2026-11-26T12:00:00+08:00")).toEqual(["2026-11-25", "2026-10", "2026-Q3", "2025"]);
});

it("publishes nothing of before the ledger began", async () => {
  await database.start({ jobs: jobs() }).wake();
  const runs = await database.runs();
  expect(runs.map(({ outcome, detail }) => ({ outcome, detail }))).toEqual(
    Array.from({ length: 4 }, () => ({ outcome: "done", detail: { skipped: "before the ledger" } })),
  );
  expect(await publications(database.pool, ledger)).toEqual([]);
});

it("publishes each period once, though three instances look for it and their record is lost", async () => {
  // The ledger began long ago: its first batch says so.
  await database.pool.query(
    "alter table ledger.batch disable trigger append_only; update ledger.batch set recorded_at = '2020-01-01'",
  );
  const rounds = async () => {
    await database.pool.query("delete from steward.run");
    const stewards = [0, 1, 2].map(() => database.start({ jobs: jobs() }));
    // Publishing moves the ledger on, and the next job waits for the board to follow.
    const woken = Promise.all(stewards.map((steward) => steward.wake()));
    await database.follow(woken);
    await Promise.all(stewards.map((steward) => steward.stop()));
  };
  await rounds();
  const published = await publications(database.pool, ledger);
  expect(published.map(({ period, edition }) => `${period.kind} ${edition}`).sort()).toEqual([
    ...["day 1", "month 1", "quarter 1", "year 1"],
  ]);
  await rounds();
  expect(await publications(database.pool, ledger)).toEqual(published);
  const runs = await database.runs();
  expect(runs.map(({ outcome, detail }) => [outcome, detail?.outcome])).toEqual(
    Array.from({ length: 4 }, () => ["done", "standing"]),
  );
});

it("is computed again each hour, and what does not come out as published is recorded", async () => {
  const run = () =>
    recomputePublished.run({
      ...{ pool: database.pool, ledger, period: "p", zone: zone(zoneName), now: Date.now(), log },
      signal: new AbortController().signal,
    });
  expect(await run()).toMatchObject({ publications: 4, waiting: 0, differing: 0, first: [] });
  await database.pool.query("update clock set marks = '' where outcome = 'open'");
  await database.pool.query("truncate anchor, node, node_64");
  const found = await run();
  expect(found.differing).toBeGreaterThan(0);
  expect((found.first as string[]).every((figure) => /^2\S+\.1:\d+\.\d[ab]?:3209(02)?$/u.test(figure))).toBe(
    true,
  );
});
