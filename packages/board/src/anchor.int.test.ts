import { type Cohort, formatInstant, parseInstant, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, type NewEvent } from "@anshi/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lateClass } from "./anchor.js";
import { board } from "./board.js";
import { projection } from "./projection.js";
import { carried } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const shanghai = zone("Asia/Shanghai");
const at = (text: string): number => parseInstant(`${text}+08:00`) ?? Number.NaN;

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

/** Projects each event on its own and seals an anchor after it. */
async function project(ledger: LedgerId, events: readonly NewEvent[]): Promise<void> {
  const { pool } = database;
  for (const event of events) await append(pool, ledger, { events: [event], rejected: [], door: "file" });
  const own = projection({ pool, ledger, zone: shanghai, rules: ruleSet, batch: 1, sealEvery: 1 });
  while ((await own.step()).outcome !== "at-head");
}

async function figure(ledger: LedgerId, t: string, knownAt?: bigint, cohort: Cohort = "settled") {
  const answer = await board(database.pool, {
    ledger,
    zone: shanghai,
    rules: ruleSet,
    asOf: at(t),
    window: {},
    cohort,
    units: [ledger],
    measures: ["19.1"],
    ...(knownAt === undefined ? {} : { knownAt }),
  });
  const row = answer.measures[0];
  return row === undefined ? undefined : [row.kept, row.late, row.overdue, row.pending];
}

const event = (name: string, subject: string, time: string, data = {}): NewEvent =>
  newEvent(`io.anshi.dispatch.${name}.v1`, subject, "urn:test", `${subject} ${name}`, at(time), data);

describe("a question between anchors", () => {
  it("sees a clock lapse within the day of T, long after the anchor that knows it", async () => {
    const ledger = "own-day" as LedgerId;
    await project(ledger, [
      event("issued", "D1", "2026-03-02T09:00:00", { unit: "320902", dueAt: "2026-03-06T17:00:00+08:00" }),
      event("issued", "D2", "2026-03-06T10:00:00", { unit: "320902" }),
    ]);
    expect(await figure(ledger, "2026-03-06T17:00:00")).toEqual([0, 0, 0, 2]);
    expect(await figure(ledger, "2026-03-06T17:00:00.001")).toEqual([0, 0, 1, 1]);
    expect(await figure(ledger, "2026-03-07T00:00:00")).toEqual([0, 0, 1, 1]);
  });

  it("counts what was received and missed by then, however far T lies after what was known", async () => {
    const ledger = "far" as LedgerId;
    const due = (subject: string, dueAt: string) =>
      event("issued", subject, "2026-03-02T09:00:00", { unit: "320902", dueAt: `${dueAt}T17:00:00+08:00` });
    await project(ledger, [
      due("D1", "2026-03-04"),
      due("D2", "2026-03-30"),
      due("D3", "2026-06-30"),
      event("verified", "D2", "2026-03-03T09:00:00", { result: "confirmed" }),
      due("D4", "2026-05-29"),
    ]);
    // T near the anchor, between, near the last due, and after it; as known before D2 was verified, and with D4.
    const asked = ["2026-03-05", "2026-04-01", "2026-06-01", "2026-07-01", "2030-01-01"] as const;
    const received = (knownAt: bigint) =>
      Promise.all(asked.map((day) => figure(ledger, `${day}T00:00:00`, knownAt, "received")));
    expect(await received(3n)).toEqual([
      [0, 0, 1, 2],
      [0, 0, 2, 1],
      [0, 0, 2, 1],
      [0, 0, 3, 0],
      [0, 0, 3, 0],
    ]);
    expect(await received(5n)).toEqual([
      [1, 0, 1, 2],
      [1, 0, 1, 2],
      [1, 0, 2, 1],
      [1, 0, 3, 0],
      [1, 0, 3, 0],
    ]);
  });

  it("takes in what was recorded late, hours or months after, and only where it was known", async () => {
    const ledger = "late-entry" as LedgerId;
    await project(ledger, [
      event("issued", "D1", "2026-03-02T09:00:00", { unit: "320902" }),
      event("issued", "D2", "2026-03-02T09:00:00", { unit: "320902" }),
      event("issued", "D3", "2026-03-03T09:00:00", { unit: "320902" }),
      event("issued", "D4", "2026-03-04T20:00:00", { unit: "320902" }),
      event("verified", "D1", "2026-03-04T10:00:00", { result: "confirmed" }), // 10 h late
      event("issued", "D5", "2026-06-04T20:00:00", { unit: "320902" }),
      event("verified", "D2", "2026-03-04T10:00:00", { result: "confirmed" }), // 3 months late
    ]);
    expect(await figure(ledger, "2026-03-04T12:00:00", 4n)).toEqual([0, 0, 0, 3]);
    expect(await figure(ledger, "2026-03-04T12:00:00", 5n)).toEqual([1, 0, 0, 2]);
    expect(await figure(ledger, "2026-03-04T12:00:00", 6n)).toEqual([1, 0, 0, 2]);
    expect(await figure(ledger, "2026-03-04T12:00:00", 7n)).toEqual([2, 0, 0, 1]);
    expect(await figure(ledger, "2026-03-04T09:59:59.999")).toEqual([0, 0, 0, 3]);
  });

  it("of a night starts from its midnight, when the dues of the day before have lapsed", async () => {
    const ledger = "night" as LedgerId;
    const issued = (subject: string, time: string) =>
      event("issued", subject, time, { unit: "320902", dueOn: "2026-03-16" });
    const events = [
      issued("D1", "2026-03-02T09:00:00"),
      issued("D2", "2026-03-02T15:00:00"),
      issued("D3", "2026-03-16T23:00:00"),
      event("issued", "D4", "2026-03-17T08:00:00", { unit: "320902" }),
      event("issued", "D5", "2026-03-17T09:00:00", { unit: "320902" }),
      event("issued", "D6", "2026-03-20T08:00:00", { unit: "320902" }),
    ];
    await carried(database.pool, ledger, { events, step: 1 });
    const { rows } = await database.pool.query<{ upto: string; changes: string; ms: string }>(
      "select upto, changes, (extract(epoch from at) * 1000)::bigint as ms from anchor where ledger = $1 order by block",
      [ledger],
    );
    expect(rows.map(({ upto, changes, ms }) => [upto, changes, Number(ms)])).toEqual([
      ["2", "2", at("2026-03-16T00:00:00")],
      ["3", "3", at("2026-03-17T00:00:00")],
      ["5", "5", at("2026-03-20T00:00:00")],
    ]);
    expect(await figure(ledger, "2026-03-16T23:59:59", 3n, "received")).toEqual([0, 0, 0, 3]);
    expect(await figure(ledger, "2026-03-17T03:00:00", 3n, "received")).toEqual([0, 0, 3, 0]);
    expect(await figure(ledger, "2026-03-17T10:00:00", 5n, "received")).toEqual([0, 0, 3, 2]);
    // One that takes up what was stored seals as one that went on.
    await database.pool.query("delete from anchor where ledger = $1 and block > 1", [ledger]);
    await database.pool.query("delete from node where ledger = $1 and block > 1", [ledger]);
    await carried(database.pool, ledger, { events: [issued("D7", "2026-03-21T08:00:00")] });
    const { rows: again } = await database.pool.query<{ upto: string }>(
      "select upto from anchor where ledger = $1 order by block",
      [ledger],
    );
    expect(again.map(({ upto }) => upto)).toEqual(["2", "3", "5", "6"]);
    expect(await figure(ledger, "2026-03-17T03:00:00", 3n, "received")).toEqual([0, 0, 3, 0]);
  });

  it("counts what one event took away as it counts what it brought, in whatever order they are read", async () => {
    const ledger = "one-position" as LedgerId;
    const { pool } = database;
    const issued = (subject: string, id: string, time: string) =>
      newEvent("io.anshi.dispatch.issued.v1", subject, "urn:test", id, at(time), { unit: "320902" });
    const events = [
      issued("D1", "a", "2026-03-02T09:00:00"),
      issued("D2", "b", "2026-03-02T22:50:00"),
      issued("D2", "c", "2026-03-03T00:10:00"),
      newEvent("io.anshi.record.retracted.v1", "D2", "urn:test", "r", at("2026-03-03T00:20:00"), {
        ...{ source: "urn:test", id: "b", reason: "entered twice" },
      }),
    ];
    await carried(pool, ledger, { events, step: 1 });
    const { rows: changed } = await pool.query<{ outcome: string }>(
      "select outcome from clock where ledger = $1 and known_from = 4",
      [ledger],
    );
    expect(changed.map(({ outcome }) => outcome).sort()).toEqual(["gone", "open"]);
    // What went is read last.
    await pool.query(
      "with gone as (delete from clock where ledger = $1 and outcome = 'gone' returning *) insert into clock select * from gone",
      [ledger],
    );
    for (const table of ["anchor", "node", "node_64"])
      await pool.query(`delete from ${table} where ledger = $1`, [ledger]);
    await carried(pool, ledger, { events: [issued("D3", "d", "2026-03-04T09:00:00")] });
    const { rows: anchors } = await pool.query("select upto from anchor where ledger = $1 order by block", [
      ledger,
    ]);
    expect(anchors).toEqual([{ upto: "3" }, { upto: "4" }]);
    expect(await figure(ledger, "2026-03-02T22:55:00", 4n)).toEqual([0, 0, 0, 1]);
    expect(await figure(ledger, "2026-03-03T00:15:00", 4n)).toEqual([0, 0, 0, 2]);
  });

  it("starts from the last anchor not after T and P", async () => {
    const ledger = "own-day" as LedgerId;
    const anchorOf = async (t: string, p: bigint) => {
      const { rows } = await database.pool.query<{ block: number; upto: string; at: string }>(
        `select block, anchor_upto as upto, (extract(epoch from anchor_at) * 1000)::text as at
           from tail($1, $2, $3, true)`,
        [ledger, formatInstant(at(t)), p],
      );
      return rows[0];
    };
    const first = await anchorOf("2026-03-05T00:00:00", 2n);
    expect({ ...first, at: Number(first?.at) }).toEqual({
      block: 1,
      upto: "1",
      at: at("2026-03-02T09:00:00"),
    });
    expect((await anchorOf("2026-03-07T00:00:00", 2n))?.upto).toBe("2");
    expect((await anchorOf("2026-03-07T00:00:00", 1n))?.upto).toBe("1");
    expect((await anchorOf("2026-03-01T00:00:00", 2n))?.block).toBe(0);
  });
});

describe("lateness", () => {
  it.each([
    [-1, 0],
    [0, 0],
    [3_599_999, 0],
    [3_600_000, 1],
    [7_199_999, 1],
    [7_200_000, 2],
    [Number.POSITIVE_INFINITY, 20],
  ])("of %s ms is of class %s", (milliseconds, expected) => {
    expect(lateClass(milliseconds, 0)).toBe(expected);
  });
});
