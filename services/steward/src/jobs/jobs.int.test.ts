import { formatDay, zone } from "@anshi/domain";
import { append } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { databaseNow } from "../now.js";
import { ledger, newEvent, type StewardDatabase, stewardDatabase, until, zoneName } from "../testing.js";
import { calendarHorizon } from "./calendar-horizon.js";

let database: StewardDatabase;
beforeAll(async () => {
  database = await stewardDatabase();
});
afterAll(() => database.close());

it("erases expired bytes though no ledger has an event, and is recorded under no ledger's name", async () => {
  const fault = { code: "not-json", message: "not JSON", path: "" } as const;
  const rejected = [
    { rejection: { ...fault, faults: [fault] }, payload: Buffer.from("张三"), origin: "request 1" },
  ];
  const old = Date.parse("2020-01-01T00:00:00Z");
  await append(database.pool, ledger, { door: "http", receivedAt: old, events: [], rejected });
  await append(database.pool, ledger, { door: "http", events: [], rejected });

  await database.start({}).wake();
  expect(await database.runs()).toEqual([
    expect.objectContaining({
      ledger: "*",
      job: "rejection-retention",
      outcome: "done",
      detail: { erased: 1 },
    }),
  ]);
  const { rows } = await database.pool.query("select number::integer from quarantine.payload");
  expect(rows).toEqual([{ number: 2 }]);
});

it("counts open clocks that depend on a year without an arrangement, until it is published", async () => {
  const shanghai = zone(zoneName);
  const now = await databaseNow(database.pool);
  const year = Number(formatDay(shanghai.dayOf(now)).slice(0, 4));
  const years = [year, year + 1, year + 2];
  // Sixty calendar days from late December lead into the year after, whatever year it is.
  await database.record(
    newEvent("io.anshi.complaint.received.v1", "C-1", Date.parse(`${year + 1}-12-20T04:00:00Z`), {
      unit: ledger,
      online: true,
    }),
    newEvent("io.anshi.complaint.accepted.v1", "C-1", Date.parse(`${year + 1}-12-21T04:00:00Z`)),
    ...years.slice(0, 2).map((known) => published(known)),
  );
  await database.start({}).wake();
  const horizon = async () =>
    (await database.runs("calendar-horizon")).map(({ outcome, detail }) => ({ outcome, detail }));
  expect(await horizon()).toEqual([
    { outcome: "done", detail: { known_until: `${year + 1}-12-31`, provisional_open: 1, warn: true } },
  ]);

  await database.record(published(year + 2));
  await database.pool.query("delete from steward.run where job = 'calendar-horizon'");
  await database.start({}).wake();
  expect(await horizon()).toEqual([
    { outcome: "done", detail: { known_until: `${year + 2}-12-31`, provisional_open: 0, warn: false } },
  ]);
});

it("looks at a board that is being rebuilt once that has come to where the one before it stood", async () => {
  const { pool, runs, start } = database;
  await pool.query("delete from steward.run");
  await pool.query("insert into mark (ledger, position) values ($1, 1000000)", [ledger]);
  const own = database.open();
  const asking = vi.spyOn(own, "query");
  const waking = start({ pool: own, jobs: [calendarHorizon] }).wake();
  const looks = () =>
    asking.mock.calls.filter(([query]) => (query as unknown as { name?: string }).name === "board rebuilding")
      .length;
  await until(() => looks() > 1);
  expect(await runs("calendar-horizon")).toMatchObject([{ outcome: null }]);
  await pool.query("delete from mark");
  await waking;
  expect(await runs("calendar-horizon")).toMatchObject([{ outcome: "done" }]);
});

function published(year: number) {
  const data = { year, off: [`${year}-01-01`], work: [], notice: "a notice" };
  return newEvent("io.anshi.calendar.published.v1", `cn-${year}`, Date.parse("2026-01-01T00:00:00Z"), data);
}
