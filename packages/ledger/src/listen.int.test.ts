import type { PoolClient } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "./append.js";
import { type Hint, type Listener, listen } from "./listen.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvent, sampleLedger } from "./testing/sample.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

const ledger = sampleLedger("3209");
let nth = 0;

/** Appends until a hint comes: what was appended while nobody listened is not told. */
async function appendUntilHint(hints: readonly Hint[]): Promise<bigint> {
  for (;;) {
    nth += 1;
    const { position } = await append(db.pool, ledger, {
      door: "http",
      rejected: [],
      events: [sampleEvent(`e-${nth}`)],
    });
    await db.pool.query("select pg_sleep(0.01)");
    if (hints.at(-1)?.position === position) return position;
  }
}

async function untilListening(listener: Listener): Promise<void> {
  while (!listener.isListening()) await db.pool.query("select pg_sleep(0.005)");
}

test("every append gives one hint; a connection that is cut is replaced; after stop there is none", async () => {
  const hints: Hint[] = [];
  const own = db.open({ max: 1, application_name: "listener" });
  const listener = listen(own, (hint) => hints.push(hint), { heartbeatMs: 50, retryMs: 5 });
  await untilListening(listener);
  const events = [sampleEvent("batch-1"), sampleEvent("batch-2")];
  await append(db.pool, ledger, { door: "http", rejected: [], events });
  await appendUntilHint(hints);
  expect(hints[0]).toEqual({ ledger, position: 2n });
  expect(new Set(hints.map(({ position }) => position)).size).toBe(hints.length);

  await db.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'",
  );
  await appendUntilHint(hints);
  await listener.stop();
  expect(listener.isListening()).toBe(false);
});

test("a connection that no longer answers is given up and replaced", async () => {
  const hints: Hint[] = [];
  const own = db.open({ max: 4 });
  let connections = 0;
  const connect = async (): Promise<PoolClient> => {
    const client = await own.connect();
    connections += 1;
    // As a dead peer does: the socket is open, and nothing comes.
    if (connections === 1) await client.query("set statement_timeout = 0").then(() => hang(client));
    return client;
  };
  const listener = listen({ connect }, (hint) => hints.push(hint), { heartbeatMs: 50, retryMs: 5 });
  await appendUntilHint(hints);
  expect(connections).toBeGreaterThan(1);
  await listener.stop();
});

/** Keeps the connection busy, so that what is asked next is not answered. */
function hang(client: PoolClient): void {
  client.query("select pg_sleep(30)").catch(() => undefined);
}
