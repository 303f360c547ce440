import type { LedgerId } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nodeOf } from "./node.js";
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
  for (const [place, sums] of written.entries()) {
    await database.pool.query(
      "insert into node (node, ledger, block, sums) values (node_of(1, 2, $1), $2, 1, $3)",
      [place - 1, ledger, sums],
    );
  }
  const nodes = [-1, 0, 1, 2].map((place) => nodeOf(1, 2, place));
  const rows = await readNodes(database.pool, ledger, nodes, 1);
  expect([...rows].sort(([a], [b]) => a - b)).toEqual(written.map((sums, nth) => [nodes[nth], sums]));
});
