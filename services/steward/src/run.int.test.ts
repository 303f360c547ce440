import { afterAll, beforeAll, expect, it } from "vitest";
import { begin, finish } from "./run.js";
import { type StewardDatabase, stewardDatabase } from "./testing.js";

let database: StewardDatabase;
beforeAll(async () => {
  database = await stewardDatabase();
});
afterAll(() => database.close());

const run = { ledger: "3209", job: "report", period: "2026-11-22" };

it("lets nobody record an attempt that another one took over", async () => {
  const pool = database.open();
  expect(await begin(pool, run, "a")).toBe(1);
  expect(await begin(pool, run, "b")).toBe(2);
  expect(await finish(pool, run, { instance: "a", attempt: 1 }, "done", { by: "a" })).toBe(false);
  expect(await finish(pool, run, { instance: "a", attempt: 2 }, "done", { by: "a" })).toBe(false);
  expect(await finish(pool, run, { instance: "b", attempt: 2 }, "done", { by: "b" })).toBe(true);
  expect(await finish(pool, run, { instance: "b", attempt: 2 }, "failed", { by: "b" })).toBe(false);
  expect(await begin(pool, run, "c")).toBeUndefined();
  expect(await database.runs()).toMatchObject([{ outcome: "done", detail: { by: "b" } }]);
});

it("is not to be removed, by the steward's role", async () => {
  await expect(database.open().query("delete from steward.run")).rejects.toMatchObject({ code: "42501" });
});
