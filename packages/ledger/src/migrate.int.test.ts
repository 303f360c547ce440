import { readdirSync } from "node:fs";
import { freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { append } from "./append.js";
import { head } from "./head.js";
import { migrate } from "./migrate.js";
import { sampleEvents, sampleLedger } from "./testing/sample.js";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function emptyDatabase(user?: string): Promise<pg.Pool> {
  const database = await freshDatabase();
  ends.push(database.drop);
  return open(database.url, user);
}

function open(url: string, user?: string): pg.Pool {
  const target = new URL(url);
  if (user !== undefined) target.username = user;
  const pool = new pg.Pool({ connectionString: target.href });
  pool.on("error", () => undefined);
  ends.push(() => pool.end());
  return pool;
}

const migrations = readdirSync(new URL("../sql/migrations/", import.meta.url)).length;
const ran = async (pool: pg.Pool): Promise<readonly unknown[]> =>
  (await pool.query("select id, name, run_on from ledger.migration order by id")).rows;

test("run twice it does nothing, and what was stored stays", async () => {
  const pool = await emptyDatabase();
  await migrate(pool);
  const ledger = sampleLedger("3209");
  await append(pool, ledger, { door: "http", events: sampleEvents("a", 3), rejected: [] });
  const before = await ran(pool);
  await migrate(pool);
  expect(await ran(pool)).toEqual(before);
  expect((await head(pool, ledger)).position).toBe(3n);
});

test("four processes at once on one database, and as many databases of one cluster, all succeed", async () => {
  const pool = await emptyDatabase();
  const others = await Promise.all([emptyDatabase(), emptyDatabase(), emptyDatabase()]);
  await Promise.all([pool, pool, pool, pool, ...others].map(migrate));
  for (const each of [pool, ...others]) expect(await ran(each)).toHaveLength(migrations);
});

test("its connections leave no setting behind", async () => {
  const pool = await emptyDatabase();
  const { rows: before } = await pool.query("show search_path");
  await migrate(pool);
  expect((await pool.query("show search_path")).rows).toEqual(before);
});

test("a database migrated by a newer version is refused by name", async () => {
  const pool = await emptyDatabase();
  await migrate(pool);
  await pool.query("insert into ledger.migration (name, run_on) values ('9999_future', now())");
  await expect(migrate(pool)).rejects.toMatchObject({
    name: "UnfitDatabase",
    reason: "newer-schema",
    message: expect.stringContaining("9999_future"),
  });
});

test("a database that is not UTF8 is refused", async () => {
  const admin = await emptyDatabase();
  const name = `latin_${process.pid}`;
  await admin.query(`create database ${name} template template0 encoding 'SQL_ASCII'`);
  ends.push(() => admin.query(`drop database ${name} with (force)`));
  const { rows } = await admin.query<{ database: string }>("select current_database() as database");
  const url = new URL((await freshUrl(admin)).replace(rows[0]?.database ?? "", name));
  await expect(migrate(open(url.href))).rejects.toMatchObject({ reason: "encoding" });
});

test("a login that may not make roles takes on those granted to it, or is told the statements", async () => {
  const admin = await emptyDatabase();
  const login = `plain_${process.pid}`;
  await admin.query(`create role ${login} login`);
  ends.push(() => admin.query(`drop owned by ${login}; drop role ${login}`));
  const { rows } = await admin.query<{ database: string }>("select current_database() as database");
  await admin.query(`grant create on database "${rows[0]?.database}" to ${login}`);
  const plain = open(await freshUrl(admin), login);
  await migrate(open(await freshUrl(await emptyDatabase())));

  await expect(migrate(plain)).rejects.toMatchObject({
    reason: "roles",
    message: expect.stringContaining("create role anshi_appender nologin;"),
  });
  await admin.query(
    `grant anshi_appender, anshi_projector, anshi_reader, anshi_admin, anshi_dashboard to ${login}`,
  );
  await migrate(plain);
  await append(plain, sampleLedger("3209"), { door: "http", events: sampleEvents("a", 1), rejected: [] });
  await expect(plain.query("delete from ledger.event")).rejects.toMatchObject({ code: "AN010" });
});

async function freshUrl(pool: pg.Pool): Promise<string> {
  return String(pool.options.connectionString);
}
