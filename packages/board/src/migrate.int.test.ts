import { ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { board } from "./board.js";
import { BOARD_VERSION, migrateBoard, rebuilding } from "./migrate.js";
import { projection } from "./projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const shanghai = zone("Asia/Shanghai");
const ledger = "3209" as LedgerId;
const start = Date.UTC(2026, 2, 2, 1);
let database: BoardDatabase;

beforeAll(async () => {
  database = await boardDatabase();
  const events = Array.from({ length: 30 }, (_none, n) =>
    newEvent("io.anshi.dispatch.issued.v1", `D${n}`, "urn:test", `${n}`, start + n, { unit: "320902" }),
  );
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
});
afterAll(() => database.close());

const project = (batch: number) =>
  projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet, batch });
const ask = async () => {
  const at = {
    asOf: start + 60 * 86_400_000,
    window: {},
    cohort: "settled" as const,
    units: ["3209"],
    measures: ["19.1"],
  };
  return board(database.pool, { ledger, zone: shanghai, rules: ruleSet, ...at });
};

it("builds a board of another version anew, which alerts nobody until it has come to where the old one stood", async () => {
  while ((await project(100).step()).outcome !== "at-head");
  const before = await ask();
  expect(before).toMatchObject({ rebuilding: false, measures: [{ alert: true, overdue: 30 }] });

  await database.pool.query("update projection set version = $1", [BOARD_VERSION - 1]);
  await migrateBoard(database.pool);
  expect(await rebuilding(database.pool)).toEqual([{ ledger, position: "0", mark: "30" }]);
  const own = project(20);
  await own.step();
  expect(await ask()).toMatchObject({
    rebuilding: true,
    knownAt: 20n,
    measures: [{ alert: null, overdue: 20 }],
  });
  await own.step();
  expect(await rebuilding(database.pool)).toEqual([]);
  expect(await ask()).toEqual(before);
});

it("has the functions that this version of the program writes; the board stays as it is", async () => {
  const before = await ask();
  const generation = "select generation, functions from projection";
  const { rows: own } = await database.pool.query(generation);
  await database.pool.query(`
    update projection set functions = 'of another version';
    drop function figures cascade;
    create function of_another_version() returns integer language sql return 1`);
  await migrateBoard(database.pool);
  expect((await database.pool.query(generation)).rows).toEqual(own);
  const { rows } = await database.pool.query(
    "select overdue from figures($1, measures => '{19.1}', units => '{3209}')",
    [ledger],
  );
  expect(rows).toEqual([{ overdue: "30" }]);
  expect(await ask()).toEqual(before);
  await expect(database.pool.query("select of_another_version()")).rejects.toThrow(/does not exist/u);
});

it("refuses a board of a newer version", async () => {
  await database.pool.query("update projection set version = $1", [BOARD_VERSION + 1]);
  await expect(migrateBoard(database.pool)).rejects.toThrow(/newer version/u);
});
