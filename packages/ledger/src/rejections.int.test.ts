import { createHash } from "node:crypto";
import type { Rejection } from "@anshi/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.js";
import { readEvents } from "./read-events.js";
import { eraseExpired, erasePayload, rejectedPayload } from "./rejected-payload.js";
import { rejectionAt, rejections } from "./rejections.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvent, sampleLedger } from "./testing/sample.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

const DAY = 86_400_000;

function rejection(path: string): Rejection {
  const fault = { code: "unexpected-field", message: `${path}: unexpected`, path } as const;
  return { ...fault, faults: [fault, { ...fault, path: "/data/other" }] };
}

const rejected = (text: string, path = "/data/x") => ({
  rejection: rejection(path),
  payload: Buffer.from(text),
  origin: "request 1",
});

test("a rejected message is kept with its reason beside what was accepted", async () => {
  const ledger = sampleLedger("kept");
  const receivedAt = Date.parse("2026-11-22T04:00:00.123Z");
  const outcome = await append(db.pool, ledger, {
    door: "kafka",
    receivedAt,
    events: [sampleEvent("a")],
    rejected: [rejected("one"), { ...rejected("two"), source: "urn:s", id: "i" }],
  });
  expect(outcome).toMatchObject({ accepted: 1, position: 1n, conflicts: [] });
  const kept = await rejections(db.pool, ledger, { limit: 10 });
  expect(kept[0]).toEqual({
    number: 1n,
    receivedAt,
    door: "kafka",
    origin: "request 1",
    ...rejection("/data/x"),
    payloadHash: createHash("sha256").update("one").digest(),
    payloadBytes: 3,
    source: null,
    id: null,
    disposal: null,
    disposedAt: null,
  });
  expect(kept[1]).toMatchObject({ number: 2n, source: "urn:s", id: "i" });
  expect(await rejections(db.pool, ledger, { after: 1n, limit: 10 })).toHaveLength(1);
  expect(await readEvents(db.pool, ledger, 0n, 10)).toHaveLength(1);
});

test("bytes and names that a text cannot hold are kept all the same", async () => {
  const ledger = sampleLedger("odd");
  const payload = Buffer.from([0, 255, 128, 92, 34, 10]);
  const odd = { ...rejected("", "/data/a\0b\ud800"), payload, source: "\0", id: "\udfff" };
  await append(db.pool, ledger, { door: "file", events: [], rejected: [odd] });
  const [kept] = await rejections(db.pool, ledger, { limit: 1 });
  expect(kept).toMatchObject({ path: "/data/a\ufffdb\ufffd", source: "\ufffd", id: "\ufffd" });
  expect(kept?.faults[0]?.path).toBe("/data/a\ufffdb\ufffd");
  expect(await rejectedPayload(db.pool, ledger, 1n)).toEqual(payload);
});

test("numbers are contiguous though writers come at once", async () => {
  const ledger = sampleLedger("numbers");
  const one = async (nth: number) =>
    append(db.pool, ledger, {
      door: "http",
      events: [],
      rejected: [rejected(`${nth}`), rejected(`${nth}b`)],
    });
  await Promise.all(Array.from({ length: 12 }, (_none, nth) => one(nth)));
  const numbers = (await rejections(db.pool, ledger, { limit: 100 })).map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: 24 }, (_none, index) => BigInt(index + 1)));
});

test("the bytes are erased when they expire or are redriven; reason and hash remain", async () => {
  const ledger = sampleLedger("erased");
  const admin = db.open({ max: 1, options: "-c role=anshi_admin" });
  const receivedAt = Date.parse("2020-01-01T00:00:00Z");
  await append(db.pool, ledger, {
    door: "http",
    receivedAt,
    keepDays: 2,
    events: [],
    rejected: [rejected("a")],
  });
  await append(db.pool, ledger, {
    door: "http",
    receivedAt,
    keepDays: 9,
    events: [],
    rejected: [rejected("b")],
  });

  expect(await eraseExpired(admin, receivedAt + 2 * DAY - 1)).toBe(0);
  expect(await eraseExpired(admin, receivedAt + 2 * DAY)).toBe(1);
  expect(await rejectedPayload(admin, ledger, 1n)).toBeUndefined();
  expect((await rejectedPayload(admin, ledger, 2n))?.toString()).toBe("b");
  expect(await erasePayload(admin, ledger, 2n, "redriven")).toBe(true);
  expect(await erasePayload(admin, ledger, 2n, "purged")).toBe(false);
  expect(await rejections(db.pool, ledger, { limit: 10 })).toMatchObject([
    { number: 1n, disposal: null, disposedAt: null },
    { number: 2n, disposal: "redriven", disposedAt: expect.any(Number) },
  ]);
  expect(await rejectionAt(admin, ledger, 2n)).toMatchObject({ number: 2n, disposal: "redriven" });
  expect(await rejectionAt(admin, ledger, 3n)).toBeUndefined();
});

test("what is sent in again and refused again is not kept a second time", async () => {
  const ledger = sampleLedger("again");
  await append(db.pool, ledger, { door: "http", events: [sampleEvent("a")], rejected: [] });
  const other = { ...sampleEvent("a"), body: '{"other":1}' };
  const events = [sampleEvent("b"), other];
  const outcome = await append(db.pool, ledger, { door: "http", events, rejected: [], keep: false });
  expect(outcome).toMatchObject({ accepted: 1, conflicts: [{ index: 1 }] });
  expect(await rejections(db.pool, ledger, { limit: 10 })).toEqual([]);
});
