import type { Entry } from "@anshi/mapping";
import { expect, it } from "vitest";
import { type Batch, batches } from "./batch.js";

const entry = (row: number, events: number, bytes = 2): Entry => ({
  row,
  events: Array.from({ length: events }, (_, index) => ({ index, id: null, json: "x".repeat(bytes) })),
  unsendable: [],
});

async function cut(entries: readonly Entry[], size: number, skip = 0): Promise<readonly Batch[]> {
  async function* stream() {
    yield* entries;
  }
  const found: Batch[] = [];
  for await (const batch of batches(stream(), size, skip)) found.push(batch);
  return found;
}
const brief = (found: readonly Batch[]) =>
  found.map(({ lastRow, rows, events }) => [lastRow, rows, events.length]);

it("keeps the events of a row together", async () => {
  expect(brief(await cut([entry(1, 2), entry(2, 2), entry(3, 2), entry(4, 1)], 3))).toEqual([
    [2, 2, 4],
    [4, 2, 3],
  ]);
});

it("begins after the rows that are done", async () => {
  expect(brief(await cut([entry(1, 1), entry(4, 1), entry(9, 1)], 10, 4))).toEqual([[9, 1, 1]]);
});

it("closes a batch for rows that give nothing, too, and for bytes", async () => {
  const empty = Array.from({ length: 41 }, (_, at) => entry(at + 1, 0));
  expect(brief(await cut(empty, 1))).toEqual([
    [20, 20, 0],
    [40, 20, 0],
    [41, 1, 0],
  ]);
  expect(brief(await cut([entry(1, 1, 5_000_000), entry(2, 1, 5_000_000)], 100))).toHaveLength(2);
});
