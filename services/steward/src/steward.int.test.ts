import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Job } from "./job.js";
import { gate, ledger, newEvent, type StewardDatabase, stewardDatabase, testJob, until } from "./testing.js";

let database: StewardDatabase;
beforeAll(async () => {
  database = await stewardDatabase();
  await database.record(newEvent("io.anshi.unit.registered.v1", ledger, 0, { id: ledger, name: "盐城市" }));
});
afterAll(() => database.close());
afterEach(() => vi.useRealTimers());

const start = (job: Job) => database.start({ jobs: [job] });

it("runs a period once, though three instances look for it at once, and again", async () => {
  let bodies = 0;
  const door = gate();
  const begun = gate();
  const job = testJob("once", async () => {
    bodies += 1;
    begun.open();
    await door.opened;
    return { bodies };
  });
  const stewards = [start(job), start(job), start(job)];
  const woken = stewards.map((steward) => steward.wake());
  await begun.opened;
  // The two that find the job taken come to an end while it runs.
  await Promise.any(woken);
  door.open();
  await Promise.all(woken);
  for (let n = 0; n < 3; n += 1) await Promise.all(stewards.map((steward) => steward.wake()));
  expect(await database.runs("once")).toEqual([
    expect.objectContaining({
      ledger,
      period: "p",
      attempt: 1,
      outcome: "done",
      finished: true,
      detail: { bodies: 1 },
    }),
  ]);
  expect(bodies).toBe(1);
});

it("takes over from an instance that was killed in the middle, which can record nothing then", async () => {
  const begun = gate();
  const door = gate();
  let told: AbortSignal | undefined;
  const killed = start(
    testJob("killed", async ({ signal }) => {
      told = signal;
      begun.open();
      await door.opened;
      return { by: "the killed one" };
    }),
  );
  await begun.opened;
  const [before] = await database.runs("killed");
  expect(before).toMatchObject({ attempt: 1, outcome: null, finished: false });
  let bodies = 0;
  const heir = start(
    testJob("killed", async () => {
      bodies += 1;
      return { by: "the heir" };
    }),
  );
  await heir.wake();
  expect(bodies).toBe(0);

  expect(await database.killHolders()).toBeGreaterThan(0);
  await until(() => bodies > 0, heir.wake);
  // The heir may be quicker than the news of the broken connection.
  await until(() => told?.aborted === true, heir.wake);
  door.open();
  await killed.wake();
  await heir.wake();
  const rows = await database.runs("killed");
  expect(rows).toEqual([
    expect.objectContaining({ attempt: 2, outcome: "done", finished: true, detail: { by: "the heir" } }),
  ]);
  expect(rows[0]?.instance).not.toBe(before?.instance);
  expect(bodies).toBe(1);
});

it("takes up, in another instance, what a stopped one left", async () => {
  const begun = gate();
  const stopped = start(
    testJob("left", ({ signal }) => {
      begun.open();
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("cut off")));
      });
    }),
  );
  await begun.opened;
  await stopped.stop();
  expect(await database.runs("left")).toMatchObject([{ attempt: 1, outcome: null, detail: null }]);
  await start(testJob("left", async () => ({}))).wake();
  expect(await database.runs("left")).toMatchObject([{ attempt: 2, outcome: "done" }]);
});

it("asks the database which period it is: a machine's clock that is wrong runs none twice and skips none", async () => {
  const instants: number[] = [];
  let bodies = 0;
  const job = testJob(
    "clocks",
    async () => {
      bodies += 1;
      return {};
    },
    (now) => {
      instants.push(now);
      return "2026-11-22";
    },
  );
  const { rows } = await database.pool.query<{ now: Date }>("select clock_timestamp() as now");
  const before = rows[0]?.now.getTime() ?? 0;
  const own = start(job);
  for (const wrong of ["1999-01-01", "2099-12-31", "2026-11-22"]) {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${wrong}T00:00:00Z`) });
    const other = start(job);
    for (let n = 0; n < 5; n += 1) await Promise.all([own.wake(), own.wake(), other.wake()]);
  }
  const { rows: after } = await database.pool.query<{ now: Date }>("select clock_timestamp() as now");
  expect(bodies).toBe(1);
  expect(instants.length).toBeGreaterThan(15);
  expect(instants.every((now) => now >= before && now <= (after[0]?.now.getTime() ?? 0))).toBe(true);
});

it("runs the latest period alone after a pause, and none that is past", async () => {
  let period = "2026-11-20";
  const own = start(
    testJob(
      "pause",
      async (context) => ({ period: context.period }),
      () => period,
    ),
  );
  await own.wake();
  period = "2026-11-23";
  await own.wake();
  // The database's clock was set back.
  period = "2026-11-22";
  await own.wake();
  expect((await database.runs("pause")).map((run) => run.period)).toEqual(["2026-11-20", "2026-11-23"]);
});

it("tries a failed job again, and records why it failed", async () => {
  let bodies = 0;
  const own = start(
    testJob("second", async () => {
      bodies += 1;
      if (bodies === 1) throw new Error("not yet");
      return { bodies };
    }),
  );
  for (let n = 0; n < 3; n += 1) await own.wake();
  expect(await database.runs("second")).toMatchObject([
    { attempt: 2, outcome: "done", detail: { bodies: 2 } },
  ]);
});

it("gives a period up after five attempts, wherever they were made, and begins the next one anew", async () => {
  let period = "a";
  let bodies = 0;
  const job = testJob(
    "never",
    async () => {
      bodies += 1;
      throw new Error("no such bucket");
    },
    () => period,
  );
  const stewards = [start(job), start(job)];
  for (let n = 0; n < 8; n += 1) for (const each of stewards) await each.wake();
  expect(bodies).toBe(5);
  const given = { attempt: 5, outcome: "failed", finished: true, detail: { error: "no such bucket" } };
  expect(await database.runs("never")).toMatchObject([given]);
  period = "b";
  await stewards[0]?.wake();
  expect(await database.runs("never")).toMatchObject([given, { period: "b", outcome: "failed" }]);
});

it("gives up a job that was cut off in its last attempt", async () => {
  await database.pool.query(
    `insert into steward.run (ledger, job, period, instance, attempt, started_at)
     values ($1, 'fatal', 'p', 'gone', 5, now())`,
    [ledger],
  );
  const own = start(testJob("fatal", () => Promise.reject(new Error("must not run"))));
  await own.wake();
  expect(await database.runs("fatal")).toMatchObject([
    { attempt: 5, outcome: "failed", detail: { error: "the last attempt was cut off" } },
  ]);
});

it("keeps no lock when an attempt cannot be recorded", async () => {
  const pool = database.open();
  // An idle connection is not closed in the end, which would free the lock.
  pool.options.idleTimeoutMillis = 0;
  await database.pool.query("alter table steward.run rename to elsewhere");
  const first = database.start({ pool, jobs: [testJob("unlocked", async () => ({}))] });
  await first.wake();
  expect(first.trouble()).toContain("steward.run");
  await database.pool.query("alter table steward.elsewhere rename to run");
  const second = start(testJob("unlocked", async () => ({})));
  await until(async () => (await database.runs("unlocked")).length > 0, second.wake);
});

it("is troubled while the database cannot be asked, and not after", async () => {
  const pool = database.open();
  const own = database.start({ pool, jobs: [testJob("trouble", async () => ({}))] });
  await own.wake();
  expect(own.trouble()).toBeNull();
  await database.pool.query("alter table ledger.batch rename to elsewhere");
  await Promise.all([own.wake(), own.tick()]);
  expect(own.trouble()).toContain("ledger.batch");
  await database.pool.query("alter table ledger.elsewhere rename to batch");
  // The first of these may be one that was under way.
  for (let n = 0; n < 2; n += 1) await Promise.all([own.wake(), own.tick()]);
  expect(own.trouble()).toBeNull();
});
