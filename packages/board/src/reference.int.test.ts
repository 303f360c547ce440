import { ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { board } from "./board.js";
import { projection } from "./projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const shanghai = zone("Asia/Shanghai");
const ledger = "3209" as LedgerId;
const start = Date.UTC(2026, 2, 2, 1);

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

const unit = (id: string, n: number, name: string) =>
  newEvent("io.anshi.unit.registered.v1", "320902", "urn:test", id, start + n, { id: "320902", name });

async function nameAt(knownAt: bigint): Promise<string | null | undefined> {
  const { measures } = await board(database.pool, {
    ...{ ledger, zone: shanghai, rules: ruleSet, asOf: start + 1_000, knownAt },
    ...{ window: {}, cohort: "settled" as const, units: ["320902"], measures: ["19.1"] },
  });
  return measures[0]?.unitName;
}

it("is what was known at each position of a batch, whichever was asked before", async () => {
  const events = [
    newEvent("io.anshi.dispatch.issued.v1", "D1", "urn:test", "D1", start, { unit: "320902" }),
    unit("first", 1, "亭湖"),
    newEvent("io.anshi.dispatch.issued.v1", "D2", "urn:test", "D2", start + 2, { unit: "320902" }),
    unit("second", 3, "亭湖区局"),
    newEvent("io.anshi.record.retracted.v1", "320902", "urn:test", "wrong", start + 4, {
      ...{ source: "urn:test", id: "second", reason: "entered twice" },
    }),
  ];
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
  const own = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");

  const names = ["未登记单位", "亭湖", "亭湖", "亭湖区局", "亭湖"];
  for (const order of [
    [5, 3, 1, 2, 4],
    [1, 2, 3, 4, 5],
    [4, 5, 2],
  ])
    for (const position of order) expect(await nameAt(BigInt(position))).toBe(names[position - 1]);
});
