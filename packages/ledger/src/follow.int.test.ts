import type { RejectionCode } from "@anshi/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { append } from "./append.js";
import { countEvents } from "./count-events.js";
import { countRejections } from "./count-rejections.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvents, sampleLedger } from "./testing/sample.js";
import { waitingSeconds } from "./waiting-seconds.js";

const ledger = sampleLedger("followed");
const refused = (code: RejectionCode) => ({
  rejection: { code, message: "refused", path: "", faults: [] },
  payload: Buffer.from(code),
  origin: "request 1",
});

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
  await append(db.pool, ledger, {
    door: "http",
    events: sampleEvents("a", 12),
    rejected: [refused("not-json"), refused("too-large"), refused("not-json"), refused("not-json")],
  });
  await append(db.pool, sampleLedger("other"), {
    door: "http",
    events: sampleEvents("a", 3),
    rejected: [refused("not-json")],
  });
});
afterAll(() => db.close());

describe("a follower", () => {
  it("counts rejections by code, on from the last one it counted", async () => {
    const first = await countRejections(db.pool, ledger, 0n, 3);
    expect([first.upTo, [...first.counts].sort()]).toEqual([
      3n,
      [
        ["not-json", 2],
        ["too-large", 1],
      ],
    ]);
    const second = await countRejections(db.pool, ledger, first.upTo, 3);
    expect([second.upTo, [...second.counts]]).toEqual([4n, [["not-json", 1]]]);
    const third = await countRejections(db.pool, ledger, second.upTo, 3);
    expect([third.upTo, [...third.counts]]).toEqual([4n, []]);
  });

  it("counts the events that are there between two positions", async () => {
    expect(await countEvents(db.pool, ledger, 0n, 12n)).toBe(12n);
    expect(await countEvents(db.pool, ledger, 4n, 9n)).toBe(5n);
    expect(await countEvents(db.pool, ledger, 10n, 20n)).toBe(2n);
  });

  it("knows how long the next event waits, and that none does at the head", async () => {
    // Recorded times cannot be changed, so the least that can be said of a fresh one is that it is in the past.
    await db.pool.query("select pg_sleep(0.01)");
    expect(await waitingSeconds(db.pool, ledger, 11n)).toBeGreaterThan(0);
    expect(await waitingSeconds(db.pool, ledger, 12n)).toBe(0);
  });
});
