import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.js";
import type { LedgerId } from "./ledger-id.js";
import { readEvents } from "./read-events.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvents, sampleLedger } from "./testing/sample.js";

const SIZE = 4_194_304n;

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

/** Puts a ledger's head at a position without the events before it. */
async function seedHead(ledger: LedgerId, position: bigint): Promise<void> {
  await db.pool.query(
    "insert into ledger.batch values ($1, 1, 1, $2, now(), decode(repeat('00', 32), 'hex'), decode(repeat('01', 32), 'hex'))",
    [ledger, position],
  );
}

async function partitions(): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
      where i.inhparent = 'ledger.event'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

test("a batch across the border is stored whole, and the next partition is made ahead", async () => {
  const ledger = sampleLedger("border");
  await seedHead(ledger, SIZE - 3n);
  expect(await partitions()).toEqual(["event_p00000", "event_p00001"]);
  await append(db.pool, ledger, { door: "file", rejected: [], events: sampleEvents("b", 5) });
  expect(await partitions()).toEqual(["event_p00000", "event_p00001", "event_p00002"]);

  const { rows } = await db.pool.query<{ name: string; position: string }>(
    "select tableoid::regclass::text as name, position from ledger.event where ledger = $1 order by position",
    [ledger],
  );
  expect(rows.map(({ name }) => name)).toEqual([
    "ledger.event_p00000",
    "ledger.event_p00000",
    "ledger.event_p00001",
    "ledger.event_p00001",
    "ledger.event_p00001",
  ]);
  const read = await readEvents(db.pool, ledger, SIZE - 2n, 3);
  expect(read.map(({ position }) => position)).toEqual([SIZE - 1n, SIZE, SIZE + 1n]);
});

test("making a partition blocks neither writers nor readers of other ledgers; ledgers that cross at once agree", async () => {
  const [one, two, other] = [sampleLedger("one"), sampleLedger("two"), sampleLedger("other")];
  await seedHead(one, 3n * SIZE - 2n);
  await seedHead(two, 3n * SIZE - 2n);
  const crossing = await db.pool.connect();
  try {
    await crossing.query("begin");
    await crossing.query("select ledger.ensure_partition(3), ledger.ensure_partition(2)");
    // Would wait for the open transaction, and run into the time limit, if it were blocked.
    await append(db.pool, other, { door: "file", rejected: [], events: sampleEvents("o", 2) });
    expect(await readEvents(db.pool, other, 0n, 10)).toHaveLength(2);
    const both = Promise.all(
      [one, two].map((ledger) =>
        append(db.pool, ledger, { door: "file", rejected: [], events: sampleEvents("x", 4) }),
      ),
    );
    await crossing.query("commit");
    expect((await both).map(({ position }) => position)).toEqual([3n * SIZE + 2n, 3n * SIZE + 2n]);
  } finally {
    crossing.release();
  }
  expect(await partitions()).toContain("event_p00004");
});
