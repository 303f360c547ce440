import { ruleSet } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { board } from "./board.js";
import { carried, shanghai } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const start = Date.UTC(2026, 2, 2, 1);

let databases: readonly [BoardDatabase, BoardDatabase];
beforeAll(async () => {
  databases = [await boardDatabase(), await boardDatabase()];
});
afterAll(() => Promise.all(databases.map((each) => each.close())));

const ledger = "3209" as LedgerId;
const issued = (unit: string) =>
  newEvent("io.anshi.dispatch.issued.v1", `of ${unit}`, "urn:test", `of ${unit}`, start, { unit });

/** The units with a dispatch running. */
async function pending(db: Queryable, of: LedgerId = ledger): Promise<readonly string[]> {
  const { measures } = await board(db, {
    ...{ ledger: of, zone: shanghai, rules: ruleSet, asOf: start + 1 },
    ...{ window: {}, cohort: "settled", measures: ["19.1"] },
  });
  return measures.filter((row) => row.unit !== of && row.pending > 0).map(({ unit }) => unit);
}

it("are those of the moment that is asked, whatever was asked before and by whom", async () => {
  const [{ pool }] = databases;
  await carried(pool, ledger, { events: [issued("A")] });
  expect(await pending(pool)).toEqual(["A"]);
  const earlier = await pool.connect();
  await earlier.query("begin transaction isolation level repeatable read read only");
  expect(await pending(earlier)).toEqual(["A"]);
  await carried(pool, ledger, { events: [issued("B")] });
  expect(await pending(pool)).toEqual(["A", "B"]);
  expect(await pending(earlier)).toEqual(["A"]);
  expect(await pending(pool)).toEqual(["A", "B"]);
  await earlier.query("rollback");
  earlier.release();
});

it("are those of the database and ledger that are asked", async () => {
  const [one, other] = databases;
  await carried(other.pool, ledger, { events: [issued("C"), issued("D")] });
  await carried(other.pool, "other" as LedgerId, { events: [issued("E"), issued("F")] });
  expect(await pending(other.pool)).toEqual(["C", "D"]);
  expect(await pending(other.pool, "other" as LedgerId)).toEqual(["E", "F"]);
  expect(await pending(one.pool)).toEqual(["A", "B"]);
});
