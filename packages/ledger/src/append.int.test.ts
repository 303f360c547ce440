import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append, appendAll } from "./append.js";
import { chainHash, readBatches } from "./batch.js";
import { head } from "./head.js";
import { positionAt } from "./position-at.js";
import { readEvents } from "./read-events.js";
import { rejectedPayload } from "./rejected-payload.js";
import { rejections } from "./rejections.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvent, sampleEvents, sampleLedger } from "./testing/sample.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

const none = { rejected: [], door: "http" } as const;

describe("what is accepted", () => {
  test("stands at contiguous positions, in the order given, as it was given", async () => {
    const ledger = sampleLedger("accepted");
    const events = [
      sampleEvent("b"),
      sampleEvent("a", { type: "io.anshi.lead.verified.v1", subject: "案-1" }),
    ];
    const first = await append(db.pool, ledger, { ...none, events });
    expect(first).toMatchObject({ accepted: 2, duplicates: 0, position: 2n, conflicts: [] });
    await append(db.pool, ledger, { ...none, events: [sampleEvent("c")] });

    const stored = await readEvents(db.pool, ledger, 0n, 10);
    expect(stored.map(({ position, id }) => [position, id])).toEqual([
      [1n, "b"],
      [2n, "a"],
      [3n, "c"],
    ]);
    const [, second] = stored;
    expect(second).toMatchObject({
      source: "urn:test",
      type: "io.anshi.lead.verified.v1",
      kind: "lead",
      subject: "案-1",
      occurredAt: Date.parse("2026-03-02T01:30:00.125Z"),
      recordedAt: first.recordedAt,
      body: events[1]?.body,
    });
    expect(second?.contentHash).toEqual(
      createHash("sha256")
        .update(events[1]?.body ?? "")
        .digest("hex"),
    );
  });

  test.each([
    ["2026-03-02T09:30:00.123999+08:00", "2026-03-02T01:30:00.123Z"],
    ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999Z"],
    ["2026-03-02t09:30:00z", "2026-03-02T09:30:00.000Z"],
    ["9999-12-31T23:59:59.999999-00:00", "9999-12-31T23:59:59.999Z"],
    ["2026-03-02T09:30:00+23:59", "2026-03-01T09:31:00.000Z"],
    ["0000-01-01T00:00:00.001Z", "0000-01-01T00:00:00.001Z"],
  ])("its time is cut to whole milliseconds: %s", async (time, expected) => {
    const ledger = sampleLedger("times");
    const before = (await head(db.pool, ledger)).position;
    await append(db.pool, ledger, { ...none, events: [sampleEvent(time, { time })] });
    const [event] = await readEvents(db.pool, ledger, before, 1);
    expect(new Date(event?.occurredAt ?? 0).toISOString()).toBe(expected);
  });

  test("an empty append makes no batch and answers the head", async () => {
    const ledger = sampleLedger("empty");
    expect(await append(db.pool, ledger, { ...none, events: [] })).toMatchObject({
      position: 0n,
      recordedAt: null,
    });
    expect(await readBatches(db.pool, ledger, 0n, 10)).toEqual([]);
  });
});

describe("duplicates", () => {
  test("count once, across batches and within one", async () => {
    const ledger = sampleLedger("duplicates");
    const [a, b, c] = [sampleEvent("a"), sampleEvent("b"), sampleEvent("c")];
    await append(db.pool, ledger, { ...none, events: [a] });
    const outcome = await append(db.pool, ledger, { ...none, events: [b, a, b, c, c] });
    expect(outcome).toMatchObject({ accepted: 2, duplicates: 3, position: 3n, conflicts: [] });
    const ids = (await readEvents(db.pool, ledger, 0n, 10)).map(({ id }) => id);
    expect(ids).toEqual(["a", "b", "c"]);
  });

  test("alone they make no batch", async () => {
    const ledger = sampleLedger("repeated");
    const events = sampleEvents("again", 3);
    await append(db.pool, ledger, { ...none, events });
    expect(await append(db.pool, ledger, { ...none, events })).toMatchObject({
      accepted: 0,
      duplicates: 3,
      position: 3n,
    });
    expect(await readBatches(db.pool, ledger, 0n, 10)).toHaveLength(1);
  });

  test("a source and an id are not confused with another pair of the same letters", async () => {
    const ledger = sampleLedger("pairs");
    const events = [sampleEvent("bc", { source: "a" }), sampleEvent("c", { source: "ab" })];
    expect(await append(db.pool, ledger, { ...none, events })).toMatchObject({ accepted: 2, duplicates: 0 });
  });
});

describe("conflicting duplicates", () => {
  test("the first stands, the other is kept as a rejection with its bytes, and blocks nothing", async () => {
    const ledger = sampleLedger("conflicts");
    await append(db.pool, ledger, { ...none, events: [sampleEvent("a")] });
    const outcome = await append(db.pool, ledger, {
      ...none,
      origin: "request 7",
      events: [
        sampleEvent("b"),
        sampleEvent("a", { body: '{"other":1}', raw: () => Buffer.from("as received") }),
        sampleEvent("b", { body: '{"other":2}', origin: "topic 0/12" }),
      ],
    });
    expect(outcome).toMatchObject({ accepted: 1, duplicates: 0, position: 2n });
    expect(outcome.conflicts.map(({ index, rejection }) => [index, rejection.code])).toEqual([
      [1, "conflicting-duplicate"],
      [2, "conflicting-duplicate"],
    ]);
    expect((await readEvents(db.pool, ledger, 0n, 10)).map(({ id }) => id)).toEqual(["a", "b"]);

    const kept = await rejections(db.pool, ledger, { limit: 10 });
    expect(kept).toMatchObject([
      { number: 1n, code: "conflicting-duplicate", origin: "request 7", source: "urn:test", id: "a" },
      { number: 2n, code: "conflicting-duplicate", origin: "topic 0/12", source: "urn:test", id: "b" },
    ]);
    expect((await rejectedPayload(db.pool, ledger, 1n))?.toString()).toBe("as received");
    expect((await rejectedPayload(db.pool, ledger, 2n))?.toString()).toBe('{"other":2}');
  });

  test("each of several submissions is answered for itself", async () => {
    const ledger = sampleLedger("submissions");
    const outcomes = await appendAll(
      db.pool,
      ledger,
      [
        { events: [sampleEvent("a"), sampleEvent("b")], rejected: [] },
        { events: [], rejected: [] },
        { events: [sampleEvent("a"), sampleEvent("b", { body: "{}" })], rejected: [] },
      ],
      { door: "http" },
    );
    expect(outcomes).toMatchObject([
      { accepted: 2, duplicates: 0, position: 2n, conflicts: [] },
      { accepted: 0, duplicates: 0, position: 2n, conflicts: [] },
      { accepted: 0, duplicates: 1, position: 2n, conflicts: [{ index: 1 }] },
    ]);
  });
});

test("a value the database cannot hold blocks no other and is kept as a rejection", async () => {
  const ledger = sampleLedger("unstorable");
  const events = [...sampleEvents("good", 9)];
  events.splice(2, 0, sampleEvent("no-time", { time: "never" }));
  events.splice(7, 0, sampleEvent("nul", { subject: "a\0b" }));
  const outcome = await append(db.pool, ledger, { ...none, events });
  expect(outcome).toMatchObject({ accepted: 9, duplicates: 0, position: 9n });
  expect(outcome.conflicts.map(({ index, rejection }) => [index, rejection.code])).toEqual([
    [2, "invalid-data"],
    [7, "invalid-data"],
  ]);
  const stored = await readEvents(db.pool, ledger, 0n, 100);
  expect(stored.map(({ id }) => id)).toEqual(sampleEvents("good", 9).map(({ id }) => id));
  expect(await rejections(db.pool, ledger, { limit: 10 })).toMatchObject([{ id: "no-time" }, { id: "nul" }]);
});

test("the chain recomputed outside is the chain stored", async () => {
  const ledger = sampleLedger("chain");
  for (const size of [1, 3, 2])
    await append(db.pool, ledger, { ...none, events: sampleEvents(`of-${size}`, size) });
  const batches = await readBatches(db.pool, ledger, 0n, 10);
  expect(
    batches.map(({ number, firstPosition, lastPosition }) => [number, firstPosition, lastPosition]),
  ).toEqual([
    [1n, 1n, 1n],
    [2n, 2n, 4n],
    [3n, 5n, 6n],
  ]);
  let previous: Buffer = Buffer.alloc(32);
  for (const batch of batches) {
    expect(batch.previousHash).toEqual(previous);
    const limit = Number(batch.lastPosition - batch.firstPosition) + 1;
    const events = await readEvents(db.pool, ledger, batch.firstPosition - 1n, limit);
    const hashes = events.map(({ body }) => createHash("sha256").update(body).digest());
    expect(chainHash(batch, hashes)).toEqual(batch.chainHash);
    expect(events.map(({ recordedAt }) => recordedAt)).toEqual(events.map(() => batch.recordedAt));
    previous = batch.chainHash;
  }
  expect((await head(db.pool, ledger)).chainHash).toEqual(previous);
});

test("the recorded time never decreases, though the clock was set back", async () => {
  const ledger = sampleLedger("clock");
  const later = Date.now() + 3_600_000;
  await db.pool.query(
    "insert into ledger.batch values ($1, 1, 1, 1, $2, decode(repeat('00', 32), 'hex'), decode(repeat('01', 32), 'hex'))",
    [ledger, new Date(later)],
  );
  const outcome = await append(db.pool, ledger, { ...none, events: [sampleEvent("a")] });
  expect(outcome.recordedAt).toBe(later);
  expect(await positionAt(db.pool, ledger, later - 1)).toBe(0n);
  expect(await positionAt(db.pool, ledger, later)).toBe(2n);
});

test("a pool of another isolation level still appends", async () => {
  const ledger = sampleLedger("isolation");
  const strict = db.open({ max: 1, options: "-c default_transaction_isolation=serializable" });
  expect(await append(strict, ledger, { ...none, events: [sampleEvent("a")] })).toMatchObject({
    accepted: 1,
  });
  await expect(
    strict.query("select ledger.append('x', '{}', '{}', '{}', '{}', '{}', '{}')"),
  ).rejects.toMatchObject({ code: "AN001" });
});
