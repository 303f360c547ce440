import { freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.js";
import { appendBatch } from "./append-batch.js";
import { readBatches } from "./batch.js";
import { head } from "./head.js";
import { readEvents } from "./read-events.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvents, sampleLedger } from "./testing/sample.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

const one = (prefix: string) => ({ door: "http", rejected: [], events: sampleEvents(prefix, 2) }) as const;

/** Resolves when some connection waits for an advisory lock that is held. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await db.pool.query(
      `select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
    );
    if (rowCount !== null && rowCount > 0) return;
  }
}

test("while a writer is held open the next one waits, and a reader sees no gap", async () => {
  const [ledger, other] = [sampleLedger("held"), sampleLedger("not-held")];
  await append(db.pool, ledger, one("before"));
  const held = await db.pool.connect();
  try {
    await held.query("begin isolation level read committed");
    await appendBatch(held, ledger, sampleEvents("held", 3), true);
    let isDone = false;
    const second = append(db.pool, ledger, one("second")).then(() => {
      isDone = true;
    });
    await someoneWaits();
    expect(isDone).toBe(false);
    expect((await readEvents(db.pool, ledger, 0n, 100)).map(({ position }) => position)).toEqual([1n, 2n]);
    // Another ledger has a lock of its own.
    expect(await append(db.pool, other, one("other"))).toMatchObject({ position: 2n });
    await held.query("commit");
    await second;
  } finally {
    held.release();
  }
  const ids = (await readEvents(db.pool, ledger, 0n, 100)).map(({ id }) => id);
  expect(ids).toEqual(["before-0", "before-1", "held-0", "held-1", "held-2", "second-0", "second-1"]);
});

test("a writer that rolls back leaves no gap", async () => {
  const ledger = sampleLedger("rolled-back");
  const client = await db.pool.connect();
  await client.query("begin isolation level read committed");
  await appendBatch(client, ledger, sampleEvents("lost", 3), true);
  await client.query("rollback");
  client.release();
  expect(await append(db.pool, ledger, one("kept"))).toMatchObject({ accepted: 2, position: 2n });
});

test("a writer open in another database of the cluster stalls neither writers nor readers", async () => {
  const ledger = sampleLedger("held");
  const elsewhere = await freshDatabase();
  const other = new pg.Client({ connectionString: elsewhere.url });
  await other.connect();
  try {
    // The same lock, a transaction id and an old snapshot, all held open.
    await other.query("create table t (n integer)");
    await other.query("begin isolation level repeatable read");
    await other.query("insert into t values (1)");
    await other.query("select pg_advisory_xact_lock(1634628456, hashtext($1))", [ledger]);
    const before = (await head(db.pool, ledger)).position;
    await append(db.pool, ledger, one("meanwhile"));
    expect(await readEvents(db.pool, ledger, before, 10)).toHaveLength(2);
  } finally {
    await other.end();
    await elsewhere.drop();
  }
});

test("16 writers, random batches, random rollbacks: contiguous, none lost, a reader never skips", async () => {
  const ledgers = ["w-0", "w-1", "w-2"].map(sampleLedger);
  const acknowledged = new Map(ledgers.map((ledger) => [ledger, new Set<string>()]));
  const random = randomFrom(20_261_122);
  let writing = true;

  const write = async (writer: number): Promise<void> => {
    const client = await db.pool.connect();
    try {
      for (let round = 0; round < 25; round += 1) {
        const ledger = ledgers[Math.floor(random() * ledgers.length)] ?? sampleLedger("w-0");
        const events = sampleEvents(`${writer}-${round}`, 1 + Math.floor(random() * 12));
        const isCommitted = random() < 0.7;
        await client.query("begin isolation level read committed");
        await appendBatch(client, ledger, events, true);
        if (random() < 0.3) await client.query("select pg_sleep(0.002)");
        await client.query(isCommitted ? "commit" : "rollback");
        if (isCommitted) for (const { id } of events) acknowledged.get(ledger)?.add(id);
      }
    } finally {
      client.release();
    }
  };

  // Follows by position alone, as the projector does.
  const follow = async (ledger: (typeof ledgers)[number]): Promise<readonly string[]> => {
    const seen: string[] = [];
    for (let last = 0n; ; ) {
      const isLastLook = !writing;
      const events = await readEvents(db.pool, ledger, last, 7);
      for (const { position, id } of events) {
        last += 1n;
        expect(position).toBe(last);
        seen.push(id);
      }
      if (isLastLook && events.length === 0) return seen;
    }
  };

  const following = Promise.all(ledgers.map(follow));
  await Promise.all(Array.from({ length: 16 }, (_none, writer) => write(writer)));
  writing = false;
  const seen = await following;

  for (const [index, ledger] of ledgers.entries()) {
    const expected = [...(acknowledged.get(ledger) ?? [])].sort();
    expect(expected.length).toBeGreaterThan(100);
    expect([...(seen[index] ?? [])].sort()).toEqual(expected);
    const batches = await readBatches(db.pool, ledger, 0n, 1_000);
    batches.forEach((batch, nth) => {
      const previous = batches[nth - 1];
      expect(batch.number).toBe(BigInt(nth + 1));
      expect(batch.firstPosition).toBe((previous?.lastPosition ?? 0n) + 1n);
      expect(batch.recordedAt).toBeGreaterThanOrEqual(previous?.recordedAt ?? 0);
    });
    expect((await head(db.pool, ledger)).position).toBe(BigInt(expected.length));
  }
});

/** The same sequence for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
