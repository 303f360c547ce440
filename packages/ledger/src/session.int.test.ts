import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atOneMoment } from "./session.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

const onlyOne = (): pg.Pool => new pg.Pool({ ...db.pool.options, max: 1 });

describe("what is read at one moment", () => {
  it("sees nothing that is written meanwhile", async () => {
    await db.pool.query("create table seen (n integer)");
    const counts = await atOneMoment(db.pool, async (client) => {
      const count = async () => (await client.query("select from seen")).rowCount;
      const before = await count();
      await db.pool.query("insert into seen values (1)");
      return [before, await count()];
    });
    expect(counts).toEqual([0, 0]);
  });

  it("is answered before its transaction has ended, and the connection goes on after it", async () => {
    const pool = onlyOne();
    for (const n of [1, 2, 3]) {
      const read = atOneMoment(pool, async (client) => (await client.query(`select ${n} as n`)).rows);
      expect(await read).toEqual([{ n }]);
    }
    const { rows } = await pool.query("select current_setting('transaction_read_only') as only");
    expect(rows).toEqual([{ only: "off" }]);
    await atOneMoment(pool, async (client) => client.query("select 1"));
    // Waits for the end of the last.
    await pool.end();
    expect(pool.totalCount).toBe(0);
  });

  it("stands though its connection ends before the transaction does, and another takes its place", async () => {
    const pool = onlyOne();
    pool.on("error", () => undefined);
    const answer = await atOneMoment(pool, async (client) => {
      const { processID } = client as pg.PoolClient & { readonly processID: number };
      await db.pool.query("select pg_terminate_backend($1)", [processID]);
      return "read";
    });
    expect(answer).toBe("read");
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it("fails with the work's own error, and is rolled back", async () => {
    const pool = onlyOne();
    const fail = async (): Promise<never> => {
      throw new Error("no answer");
    };
    await expect(atOneMoment(pool, fail)).rejects.toThrow("no answer");
    await expect(atOneMoment(pool, (client) => client.query("select 1/0"))).rejects.toMatchObject({
      code: "22012",
    });
    expect((await pool.query("select now() = statement_timestamp() as alone")).rows).toEqual([
      { alone: true },
    ]);
    await pool.end();
  });

  it("fails where no connection is to be had", async () => {
    const pool = onlyOne();
    await pool.end();
    await expect(atOneMoment(pool, async () => "read")).rejects.toThrow();
  });
});
