import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append } from "./append.js";
import { LedgerUnavailable } from "./errors.js";
import { head } from "./head.js";
import { ledgers } from "./ledgers.js";
import { positionAt } from "./position-at.js";
import { readCases } from "./read-cases.js";
import { readEvents } from "./read-events.js";
import { readKinds } from "./read-kinds.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvent, sampleEvents, sampleLedger } from "./testing/sample.js";

const fault = { code: "not-json", message: "not JSON", path: "" } as const;
const notJson = { ...fault, faults: [fault] };

let db: LedgerDatabase;
const ledger = sampleLedger("3209");

const facts = [
  ["1", "complaint", "B"],
  ["2", "lead", "a"],
  ["3", "complaint", "a"],
  ["4", "complaint", "B"],
  ["5", "calendar", "3209"],
  ["6", "complaint", "a"],
] as const;

beforeAll(async () => {
  db = await ledgerDatabase();
  const events = facts.map(([id, kind, subject]) =>
    sampleEvent(id, { type: `io.anshi.${kind}.x.v1`, subject }),
  );
  await append(db.pool, ledger, { door: "http", rejected: [], events: events.slice(0, 4) });
  await append(db.pool, ledger, { door: "http", rejected: [], events: events.slice(4) });
  await append(db.pool, sampleLedger("boston"), { door: "http", rejected: [], events });
});
afterAll(() => db.close());

const ids = (events: readonly { readonly id: string }[]): string => events.map(({ id }) => id).join("");

describe("readEvents", () => {
  test.each([
    [0n, 10, undefined, "123456"],
    [2n, 2, undefined, "34"],
    [2n, 10, 4n, "34"],
    [6n, 10, undefined, ""],
  ])("after %s, at most %s, up to %s", async (after, limit, upTo, expected) => {
    expect(ids(await readEvents(db.pool, ledger, after, limit, upTo))).toBe(expected);
  });
});

describe("readCases", () => {
  const [a, b] = [
    { kind: "complaint", subject: "a" },
    { kind: "complaint", subject: "B" },
  ];

  test("whole histories, bytewise by case and then by position", async () => {
    expect(ids(await readCases(db.pool, ledger, [a, { kind: "lead", subject: "a" }, b], 6n))).toBe("14362");
  });

  test("as known at a position; a case named twice or not there changes nothing", async () => {
    const unknown = { kind: "complaint", subject: "none" };
    expect(ids(await readCases(db.pool, ledger, [a, a, unknown, b], 4n))).toBe("143");
    expect(await readCases(db.pool, ledger, [], 6n)).toEqual([]);
  });
});

test("readKinds gives a few kinds in order, of some subjects only when asked", async () => {
  expect(ids(await readKinds(db.pool, ledger, ["calendar", "lead"], 6n))).toBe("25");
  expect(ids(await readKinds(db.pool, ledger, ["calendar", "lead"], 4n))).toBe("2");
  expect(ids(await readKinds(db.pool, ledger, ["complaint"], 6n, ["a"]))).toBe("36");
  expect(ids(await readKinds(db.pool, ledger, ["complaint"], 6n, []))).toBe("");
});

test("ledgers and heads", async () => {
  expect(await ledgers(db.pool)).toEqual(["3209", "boston"]);
  const last = await head(db.pool, ledger);
  expect(last).toMatchObject({ position: 6n, batch: 2n });
  expect(await positionAt(db.pool, ledger, last.recordedAt ?? 0)).toBe(6n);
  expect(await positionAt(db.pool, ledger, 0)).toBe(0n);
  expect(await head(db.pool, sampleLedger("none"))).toEqual({
    position: 0n,
    batch: 0n,
    recordedAt: null,
    chainHash: Buffer.alloc(32),
  });
});

test("the histories of cases are read by index, however the table has grown", async () => {
  const events = sampleEvents("many", 5_000).map((event, index) => ({
    ...event,
    subject: `s-${index % 500}`,
  }));
  await append(db.pool, ledger, { door: "file", rejected: [], events });
  await db.pool.query("analyze ledger.event");
  const client = await db.pool.connect();
  try {
    const plans: string[] = [];
    client.on("notice", ({ message }) => plans.push(message ?? ""));
    await client.query(`load 'auto_explain'`);
    await client.query(`set auto_explain.log_min_duration = 0; set client_min_messages = log`);
    const cases = Array.from({ length: 300 }, (_none, index) => ({
      kind: "complaint",
      subject: `s-${index}`,
    }));
    expect(await readCases(client, ledger, cases, 10_000n)).toHaveLength(3_000);
    expect(plans.join("\n")).toMatch(/Index Scan/u);
    expect(plans.join("\n")).not.toMatch(/Seq Scan on event/u);
  } finally {
    client.release(true);
  }
});

test("a database that cannot be reached is told as such", async () => {
  const nowhere = db.open({ connectionString: "postgresql://postgres@127.0.0.1:1/none", max: 1 });
  await expect(append(nowhere, ledger, { door: "http", rejected: [], events: [] })).rejects.toThrow(
    LedgerUnavailable,
  );
});

test.each([
  ["alone", []],
  ["beside a rejection", [{ rejection: notJson, payload: Buffer.from("x"), origin: "o" }]],
])("a connection cut during an append %s is told as such, and nothing is stored", async (_name, rejected) => {
  const quiet = sampleLedger("cut");
  const blocker = await db.pool.connect();
  const victim = db.open({ max: 1, application_name: "victim" });
  try {
    await blocker.query("begin");
    await blocker.query("select pg_advisory_xact_lock(1634628456, hashtext($1))", [quiet]);
    const cut = append(victim, quiet, { door: "http", rejected, events: [sampleEvent("a")] });
    const failed = expect(cut).rejects.toThrow(LedgerUnavailable);
    for (let ended = false; !ended; ) {
      const { rows } = await db.pool.query<{ ended: boolean }>(
        `select pg_terminate_backend(pid) as ended from pg_stat_activity
          where application_name = 'victim' and wait_event = 'advisory'`,
      );
      ended = rows[0]?.ended === true;
    }
    await failed;
    await blocker.query("commit");
  } finally {
    blocker.release();
  }
  expect((await head(db.pool, quiet)).position).toBe(0n);
});
