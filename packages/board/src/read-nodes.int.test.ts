import type { LedgerId } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readNodes } from "./read-nodes.js";
import { type BoardDatabase, boardDatabase } from "./testing.js";

let database: BoardDatabase;

beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

it("reads every sum as it was written, whatever its bytes", async () => {
  const ledger = "3209" as LedgerId;
  const written = [[0, 127, 128], [239, 255, 256, 40_000, 2_147_483_647, -1], []];
  for (const [node, sums] of written.entries()) {
    await database.pool.query(
      "insert into node (ledger, series, level, node, block, sums) values ($1, 1, 0, $2, 1, $3)",
      [ledger, node, sums],
    );
  }
  const keys = [0, 1, 2, 3].map((node) => ({ series: 1, level: 0, node }) as const);
  const rows = await readNodes(database.pool, ledger, keys, 1);
  expect([...rows].sort((a, b) => a.index - b.index)).toEqual(
    written.map((sums, index) => ({ index, sums })),
  );
});
