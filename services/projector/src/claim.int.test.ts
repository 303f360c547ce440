import type { LedgerId } from "@anshi/ledger";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openClaims } from "./claim.js";

const ledger = "3209" as LedgerId;
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const open = (): pg.Pool => {
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
};

it("gives a ledger to one process at a time, and more ledgers than there are connections", async () => {
  const [poolA, poolB] = [open(), open()];
  const [a, b] = [openClaims(poolA), openClaims(poolB)];
  const own = await a.claim(ledger);
  expect([own?.isHeld(), await b.claim(ledger)]).toEqual([true, undefined]);
  const many = await Promise.all(Array.from({ length: 30 }, (_, n) => a.claim(`l${n}` as LedgerId)));
  expect(many.every((claim) => claim?.isHeld())).toBe(true);
  await own?.release();
  expect((await b.claim(ledger))?.isHeld()).toBe(true);
  await Promise.all([a.stop(), b.stop()]);
  await Promise.all([poolA.end(), poolB.end()]);
});

it("is lost with its connection, and may be claimed anew", async () => {
  const pool = open();
  const claims = openClaims(pool);
  const own = await claims.claim(ledger);
  const admin = new pg.Client(database.url);
  await admin.connect();
  await admin.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2",
  );
  while (own?.isHeld()) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await claims.claim(ledger))?.isHeld()).toBe(true);
  await claims.stop();
  await pool.end();
  await admin.end();
});
