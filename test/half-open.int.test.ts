import { openLog, openPool } from "@anshi/runtime";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openProxy, type TcpProxy } from "./support/proxy.js";

let database: FreshDatabase;
let proxy: TcpProxy;
let pool: ReturnType<typeof openPool>;

beforeAll(async () => {
  database = await freshDatabase();
  const url = new URL(database.url);
  proxy = await openProxy(Number(url.port));
  url.port = String(proxy.port);
  pool = openPool({
    url: url.href,
    name: "anshi test",
    max: 1,
    askAfterMs: 200,
    log: openLog("silent"),
  });
});
afterAll(async () => {
  await pool.end();
  await proxy.stop();
  await database.drop();
});

it("fails a statement whose connection was lost without a word, and goes on with another", async () => {
  await pool.query("select 1");
  proxy.set("swallow");
  proxy.set("pass");
  await expect(pool.query("select 1")).rejects.toThrow();
  const { rows } = await pool.query("select 2 as two");
  expect(rows).toEqual([{ two: 2 }]);
});

it("fails what is in a lost transaction as well", async () => {
  const client = await pool.connect();
  await client.query("begin");
  proxy.set("swallow");
  proxy.set("pass");
  await expect(client.query("select 1")).rejects.toThrow();
  client.release(true);
  expect((await pool.query("select 3 as three")).rows).toEqual([{ three: 3 }]);
});

it("waits for a statement that only takes long", async () => {
  const { rows } = await pool.query("select pg_sleep(1), 4 as four");
  expect(rows).toMatchObject([{ four: 4 }]);
});
