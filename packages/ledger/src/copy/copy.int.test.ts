import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { withClient } from "../session.js";
import { type LedgerDatabase, ledgerDatabase } from "../testing/ledger-database.js";
import { type BinaryField, BinaryRows } from "./binary-rows.js";
import { copyInto } from "./copy-into.js";
import { copyRows } from "./copy-rows.js";

let db: LedgerDatabase;
let client: pg.PoolClient;
beforeAll(async () => {
  db = await ledgerDatabase();
  client = await db.pool.connect();
});
afterAll(async () => {
  client.release();
  await db.close();
});

const DAY_MS = 86_400_000;

/** Writes values of one type, a row each and a chunk each, and reads back what PostgreSQL takes them for. */
async function throughTable(field: BinaryField, type: string, values: readonly unknown[]) {
  await client.query(`create temporary table copied (nth serial, value ${type})`);
  function* chunks() {
    const rows = new BinaryRows();
    for (const value of values) {
      rows.begin(1);
      rows.put(field, value);
      yield rows.take();
    }
  }
  await copyInto(client, "copied (value)", chunks());
  const { rows } = await client.query<{ text: string }>(
    "select value::text as text from copied order by nth",
  );
  await client.query("drop table copied");
  return rows.map(({ text }) => text);
}

test.each([
  ["smallint", "smallint", [-32768, 0, 32767, null], ["-32768", "0", "32767", null]],
  ["integer", "integer", [-2147483648, 2147483647, undefined], ["-2147483648", "2147483647", null]],
  [
    "bigint",
    "bigint",
    [-(2n ** 63n), 2n ** 63n - 1n, 0n],
    ["-9223372036854775808", "9223372036854775807", "0"],
  ],
  ["boolean", "boolean", [true, false, null], ["true", "false", null]],
  ["text", "text", ["", "abc", "a投诉b", "é", "😀"], ["", "abc", "a投诉b", "é", "😀"]],
  [
    "bytes",
    "bytea",
    [Buffer.of(), Buffer.of(0, 255, 10), null, Buffer.alloc(100_000, 7)],
    ["\\x", "\\x00ff0a", null, `\\x${"07".repeat(100_000)}`],
  ],
  ["jsonb", "jsonb", ['{"a":["投诉"]}', null], ['{"a": ["投诉"]}', null]],
  [
    "instant",
    "timestamptz",
    [0, Date.UTC(1999, 11, 31, 23, 59, 59, 999), Date.UTC(2026, 10, 26), Number.POSITIVE_INFINITY],
    ["1970-01-01 00:00:00+00", "1999-12-31 23:59:59.999+00", "2026-11-26 00:00:00+00", "infinity"],
  ],
  [
    "instant",
    "timestamptz",
    [Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31)],
    ["1000-01-01 00:00:00+00", "9999-12-31 00:00:00+00"],
  ],
  [
    "day",
    "date",
    [0, Date.UTC(1999, 11, 31) / DAY_MS, Date.UTC(2026, 10, 26) / DAY_MS],
    ["1970-01-01", "1999-12-31", "2026-11-26"],
  ],
  ["integers", "integer[]", [[], [7], [-1, 0, 2147483647]], ["{}", "{7}", "{-1,0,2147483647}"]],
] as const)("%s is taken for what it is", async (field, type, values, expected) => {
  expect(await throughTable(field, type, values)).toEqual(expected);
});

test("rows larger than what is set aside for them, and many chunks, are written whole", async () => {
  const values = Array.from({ length: 300 }, (_none, nth) => `${nth} ${"投诉x".repeat(nth * 40)}`);
  expect(await throughTable("text", "text", values)).toEqual(values);
  const sums = Array.from({ length: 50_000 }, (_none, nth) => nth);
  expect(await throughTable("integers", "integer[]", [sums])).toEqual([`{${sums.join(",")}}`]);
});

test("no row is no row", async () => {
  await client.query("create temporary table copied (value integer)");
  await copyInto(client, "copied (value)", [new BinaryRows().take()]);
  expect((await client.query("select from copied")).rowCount).toBe(0);
  await client.query("drop table copied");
});

test("a row that the table refuses fails with the database's error, and the connection goes on", async () => {
  await client.query("create temporary table copied (value integer check (value < 3))");
  function* chunks() {
    const rows = new BinaryRows();
    for (let value = 0; value < 20_000; value += 1) {
      rows.begin(1);
      rows.put("integer", value % 4);
      if (value % 100 === 0) yield rows.take();
    }
    yield rows.take();
  }
  await expect(copyInto(client, "copied (value)", chunks())).rejects.toMatchObject({ code: "23514" });
  expect((await client.query("select from copied")).rowCount).toBe(0);
});

test("what fails while rows are made fails the copy, and the connection goes on", async () => {
  await client.query("create temporary table half (value integer)");
  function* chunks() {
    const rows = new BinaryRows();
    rows.begin(1);
    rows.put("integer", 1);
    yield rows.take();
    throw new Error("no second row");
  }
  await expect(copyInto(client, "half (value)", chunks())).rejects.toThrow("no second row");
  expect((await client.query("select from half")).rowCount).toBe(0);
});

describe("a connection that is ended in the midst of a copy", () => {
  const end = (lent: pg.PoolClient) =>
    client.query("select pg_terminate_backend($1)", [
      (lent as unknown as { readonly processID: number }).processID,
    ]);

  it("fails the copy into a table, of which nothing is written", async () => {
    await client.query("create table halved (value text)");
    async function copyHalf(lent: pg.PoolClient) {
      function* chunks() {
        const rows = new BinaryRows();
        for (let nth = 0; nth < 400; nth += 1) {
          rows.begin(1);
          rows.put("text", "x".repeat(100_000));
          if (nth === 100) void end(lent);
          yield rows.take();
        }
      }
      await copyInto(lent, "halved", chunks());
    }
    await expect(withClient(db.pool, copyHalf)).rejects.toThrow();
    expect((await client.query("select from halved")).rowCount).toBe(0);
  });

  it("fails the copy out of it", async () => {
    let rows = 0;
    const read = (lent: pg.PoolClient) =>
      copyRows(lent, "select repeat('x', 1000) from generate_series(1, 200000)", () => {
        rows += 1;
        if (rows === 100) void end(lent);
      });
    await expect(withClient(db.pool, read)).rejects.toThrow();
    expect(rows).toBeLessThan(200_000);
  });
});
