import { ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, type NewEvent } from "@anshi/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { board } from "./board.js";
import { MOST_FACTS } from "./history.js";
import { checkpoint, type Projection, projection } from "./projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const shanghai = zone("Asia/Shanghai");
const start = Date.UTC(2026, 2, 2, 1);

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

const project = (ledger: LedgerId, batch = 500): Projection =>
  projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet, batch });
const store = (ledger: LedgerId, ...events: readonly NewEvent[]) =>
  append(database.pool, ledger, { events, rejected: [], door: "file" });
const figure = async (ledger: LedgerId, measure: string, unit: string, asOf: number, knownAt?: bigint) => {
  const answer = await board(database.pool, {
    ledger,
    zone: shanghai,
    rules: ruleSet,
    asOf,
    window: {},
    cohort: "settled",
    units: [unit],
    measures: [measure],
    ...(knownAt === undefined ? {} : { knownAt }),
  });
  return answer.measures[0];
};
const dispatch = (subject: string, act = "issued", at = start): NewEvent => {
  const data =
    act === "issued" ? { unit: "320902" } : act === "assigned" ? { office: "o1" } : { result: "confirmed" };
  return newEvent(`io.anshi.dispatch.${act}.v1`, subject, "urn:test", `${subject}/${act}/${at}`, at, data);
};

describe("a projection", () => {
  it("given / when / then: an issued dispatch, verified late, is overdue first and late then", async () => {
    const ledger = "spec" as LedgerId;
    await store(ledger, dispatch("D1"), dispatch("D1", "verified", Date.UTC(2026, 2, 25)));
    const own = project(ledger);
    expect(await own.step()).toEqual({ outcome: "advanced", from: 0n, to: 2n });
    expect(await own.step()).toEqual({ outcome: "at-head", at: 2n });
    const overdue = await figure(ledger, "19.1", "320902", Date.UTC(2026, 2, 24), 1n);
    expect(overdue).toMatchObject({
      kept: 0,
      late: 0,
      overdue: 1,
      counted: 1,
      met: false,
      alert: false,
      smallSample: true,
    });
    expect(await figure(ledger, "19.1", "320902", Date.UTC(2026, 2, 26))).toMatchObject({
      late: 1,
      overdue: 0,
    });
    expect(await figure(ledger, "19.1", "320902", Date.UTC(2026, 2, 23))).toMatchObject({
      pending: 1,
      counted: 0,
      rate: null,
    });
  });

  it("loses the checkpoint to one that moved it, starts anew and doubles nothing", async () => {
    const ledger = "race" as LedgerId;
    await store(ledger, dispatch("D1"), dispatch("D2"));
    const [first, second] = [project(ledger, 1), project(ledger, 1)];
    expect(await second.step()).toMatchObject({ outcome: "advanced", to: 1n });
    // The second has read ahead; the first overtakes it.
    expect(await first.step()).toMatchObject({ outcome: "advanced", from: 1n, to: 2n });
    expect(await second.step()).toEqual({ outcome: "lost" });
    expect(await second.step()).toEqual({ outcome: "at-head", at: 2n });
    expect(await figure(ledger, "19.1", ledger, start)).toMatchObject({ pending: 2 });
  });

  it("parks a case that cannot be assessed, whole, and lets the others flow", async () => {
    const ledger = "parked" as LedgerId;
    const endless = Array.from({ length: MOST_FACTS + 1 }, (_, n) => dispatch("D1", "assigned", start + n));
    await store(ledger, dispatch("D1"), ...endless, dispatch("D2"));
    const own = project(ledger);
    while ((await own.step()).outcome !== "at-head");
    expect(await figure(ledger, "19.1", ledger, start)).toMatchObject({ pending: 1, parked: 1 });
    await store(ledger, dispatch("D1", "verified", start + 5_000), dispatch("D3"));
    while ((await own.step()).outcome !== "at-head");
    expect(await figure(ledger, "19.1", ledger, start)).toMatchObject({ pending: 2, parked: 1 });
    // Before it grew so long it was a case like any other, and what was known then stays known.
    expect(await figure(ledger, "19.1", ledger, start, 1n)).toMatchObject({ pending: 1, parked: 0 });
  });

  it("derives every clock again that a calendar published later touches, from that event's position on", async () => {
    const ledger = "calendar" as LedgerId;
    const first = {
      year: 2020,
      off: ["2020-01-24", "2020-01-25", "2020-01-26", "2020-01-27", "2020-01-28", "2020-01-29", "2020-01-30"],
      work: ["2020-01-19", "2020-02-01"],
      notice: "2019-11-21",
    };
    const second = {
      ...first,
      off: [...first.off, "2020-01-31", "2020-02-01", "2020-02-02"],
      work: ["2020-01-19"],
      notice: "2020-01-27",
    };
    const published = (id: string, at: number, data: object) =>
      newEvent("io.anshi.calendar.published.v1", "cn-2020", "urn:test", id, at, { ...data });
    const received = Date.UTC(2020, 0, 21, 4);
    await store(
      ledger,
      published("first", Date.UTC(2019, 10, 21), first),
      newEvent("io.anshi.complaint.received.v1", "C1", "urn:test", "C1", received, {
        unit: "320902",
        online: true,
      }),
      published("second", Date.UTC(2020, 0, 27), second),
    );
    const own = project(ledger);
    while ((await own.step()).outcome !== "at-head");
    expect(await checkpoint(database.pool, ledger)).toBe(3n);
    // Due 02-05 as known by the first notice, 02-07 by the second.
    const dayAfterFirst = Date.UTC(2020, 1, 5, 16);
    expect(await figure(ledger, "25.1a", "320902", dayAfterFirst, 2n)).toMatchObject({
      overdue: 1,
      pending: 0,
    });
    expect(await figure(ledger, "25.1a", "320902", dayAfterFirst)).toMatchObject({ overdue: 0, pending: 1 });
    expect(await figure(ledger, "25.1a", "320902", Date.UTC(2020, 1, 7, 16))).toMatchObject({
      overdue: 1,
      pending: 0,
    });
  });
});

it.each([
  ["a due that ends beyond the year 9999", [{ dueAt: "9999-12-31T23:59:59-23:59" }, undefined, start]],
  ["an extension beyond it", [{ dueOn: "9999-12-31" }, {}, start]],
  ["a time before the year 1", [{}, undefined, Date.parse("0000-06-01T00:00:00Z")]],
] as const)("is not stopped by %s", async (what, [due, extension, at]) => {
  const ledger = what.replaceAll(" ", "-").slice(0, 32) as LedgerId;
  const issued = (subject: string, time: number, data = {}) =>
    newEvent("io.anshi.dispatch.issued.v1", subject, "urn:test", subject, time, { unit: "320902", ...data });
  const extended = newEvent(
    "io.anshi.dispatch.extended.v1",
    "D1",
    "urn:test",
    "e",
    start + 1,
    extension ?? {},
  );
  await store(ledger, issued("D1", at, due), ...(extension === undefined ? [] : [extended]));
  // Days later, so that anchors are set.
  await store(ledger, issued("D2", start + 3 * 86_400_000), issued("D3", start + 5 * 86_400_000));
  const own = project(ledger, 1);
  while ((await own.step()).outcome !== "at-head");
  const row = await figure(ledger, "19.1", "320902", start + 6 * 86_400_000);
  expect((row?.pending ?? 0) + (row?.overdue ?? 0)).toBe(3);
});

it("closes a version in its place: no index of the clocks asks whether they are known still", async () => {
  const { rows } = await database.pool.query(
    "select indexname from pg_indexes where schemaname = 'board' and tablename = 'clock' and indexdef like '%known_to%'",
  );
  expect(rows).toEqual([]);
});
