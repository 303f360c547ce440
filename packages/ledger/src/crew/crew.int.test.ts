import { DatabaseError } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { asking } from "../testing/asking.js";
import { type LedgerDatabase, ledgerDatabase } from "../testing/ledger-database.js";
import { type CrewOptions, openCrew } from "./crew.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
  await db.pool.query("create sequence public.steps");
});
afterAll(() => db.close());

const crews: { readonly close: () => Promise<void> }[] = [];
async function open(threads: number, options: Partial<CrewOptions> = {}) {
  const crew = await openCrew(asking, 100, { database: { url: db.url }, threads, ...options });
  crews.push(crew);
  return crew;
}
afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.close()));
  await vi.waitFor(async () => expect(await connections()).toBe(0), 30_000);
});

async function value(sql: string): Promise<number> {
  const { rows } = await db.pool.query<{ readonly value: number }>(`select (${sql}) as value`);
  return rows[0]?.value ?? Number.NaN;
}
const connections = () =>
  value("select count(*)::int from pg_stat_activity where application_name = 'asking'");

/** Shows afterwards how often it was done. */
const STEP = "nextval('public.steps')::int";
const PID = "pg_backend_pid()";
/** Waits until whoever holds the lock lets go. */
const WAIT = "pg_advisory_xact_lock(7)::text";
const unknownRole = () => ({ database: { url: db.url, role: "nobody-at-all" } });

describe.each([0, 1, 3])("a crew of %i threads", (threads) => {
  const size = Math.max(threads, 1);

  it("answers all that it is asked, each thread on a connection and with counts of its own", async () => {
    const crew = await open(threads);
    const numbers = Array.from({ length: 50 }, (_none, n) => n);
    expect(await Promise.all(numbers.map((n) => crew.ask("value", `${n}`)))).toEqual(numbers);
    const each = await Promise.all(crew.members.map((ask) => ask("value", PID)));
    expect(new Set(each).size).toBe(size);
    // As many at once go to as many threads.
    expect(new Set(await Promise.all(each.map(() => crew.ask("value", PID))))).toEqual(new Set(each));
    const counts = await Promise.all(crew.members.map((ask) => ask("count")));
    expect(counts.reduce((sum, count) => sum + count)).toBe(size * 100 + 50 + 2 * size);
    expect(await connections()).toBe(size);
  });

  it("does nothing more after a failure, tells the first one, and ends threads that are busy", async () => {
    const crew = await open(threads);
    const holder = await db.pool.connect();
    await holder.query("select pg_advisory_lock(7)");
    const before = await value(STEP);
    for (const ask of Array.from({ length: size - 1 }, () => crew.ask))
      ask("value", WAIT).catch(() => undefined);
    const asked = [STEP, "1 / 0", STEP, "no_such()"].map((sql) => crew.ask("value", sql));
    const [first, ...others] = await Promise.allSettled(asked);
    expect(first).toEqual({ status: "fulfilled", value: before + 1 });
    for (const each of others)
      expect(each).toMatchObject({ status: "rejected", reason: { message: "division by zero" } });
    await expect(crew.ask("value", STEP)).rejects.toBe((others[0] as PromiseRejectedResult).reason);
    await crew.close();
    holder.release(true);
    expect(await value(STEP)).toBe(before + 2);
  });

  it("does nothing more once it is interrupted", async () => {
    const ending = new AbortController();
    const crew = await open(threads, { signal: ending.signal });
    const before = await value(STEP);
    const asked = Array.from({ length: 20 }, () => crew.ask("value", STEP));
    const reason = new Error("enough");
    ending.abort(reason);
    const outcomes = await Promise.allSettled(asked);
    for (const each of outcomes.slice(0, size)) expect(each.status).toBe("fulfilled");
    for (const each of outcomes.slice(size)) expect(each).toEqual({ status: "rejected", reason });
    expect(await value(STEP)).toBe(before + size + 1);
  });

  it("fails with the code of what the database says when it cannot connect", async () => {
    const asked = open(threads, unknownRole()).then((crew) => crew.ask("value", STEP));
    await expect(asked).rejects.toMatchObject({ code: "22023" });
  });
});

it("keeps the class and the code of a failure in this thread", async () => {
  const failed = (await open(0)).ask("value", "1 / 0");
  await expect(failed).rejects.toBeInstanceOf(DatabaseError);
  await expect(failed).rejects.toMatchObject({ code: "22012" });
});

it("fails, whoever is asked, after a thread died that nobody was asking", async () => {
  const crew = await open(2);
  await Promise.all(crew.members.map((ask) => ask("count")));
  const holder = await db.pool.connect();
  await holder.query("select pg_advisory_lock(7)");
  await crew.ask("die", 7);
  holder.release(true);
  await vi.waitFor(async () => expect(await connections()).toBe(1), 30_000);
  for (const ask of [crew.ask, ...crew.members]) await expect(ask("count")).rejects.toThrow("died");
});
