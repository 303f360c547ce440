import fc from "fast-check";
import { expect, it } from "vitest";
import { nothing } from "./counts.js";
import { notBegun, Prefix } from "./prefix.js";

const rows = (n: number) => ({ ...nothing, rows: n });

it("is the longest run of finished batches from the start, in whatever order they finish", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7]), (order) => {
      const prefix = new Prefix(notBegun);
      const finished = new Set<number>();
      for (const number of order) {
        prefix.finish(number, 10 * (number + 1), rows(10));
        finished.add(number);
        let complete = 0;
        while (finished.has(complete)) complete += 1;
        expect(prefix.done).toEqual({ row: 10 * complete, counts: rows(10 * complete) });
      }
    }),
  );
});

it("goes on from where an earlier run came to", () => {
  const prefix = new Prefix({ row: 70, counts: rows(60) });
  prefix.finish(1, 90, rows(10));
  expect(prefix.done.row).toBe(70);
  prefix.finish(0, 80, rows(10));
  expect(prefix.done).toEqual({ row: 90, counts: rows(80) });
});
