import { type Cohort, ruleSet, type Window, zone } from "@anshi/domain";
import { type LedgerId, readEvents } from "@anshi/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BoardRow, board } from "../board.js";
import { carried, stream } from "../testing/streams.js";
import { type BoardDatabase, boardDatabase } from "../testing.js";
import { foldAll } from "./fold-all.js";

const RUNS = Number(process.env.ANSHI_TEST_RUNS ?? 15);
const shanghai = zone("Asia/Shanghai");
const DAY = 86_400_000;

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

const question = (head: number, times: readonly number[]) =>
  fc.record({
    knownAt: fc.nat(head).map(BigInt),
    asOf: fc
      .tuple(fc.constantFrom(...times), fc.constantFrom(-1, 0, 1, 15 * DAY, 60 * DAY))
      .map(([at, later]) => at + later),
    days: fc.constantFrom(null, 0, 20, 90),
    cohort: fc.constantFrom<Cohort>("settled", "received", "closed"),
    smallSample: fc.constantFrom(1, 20),
  });

it("makes any number of boards in one pass, each as the board answers it, here and in threads", {
  timeout: 300_000,
}, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(stream, async ({ events, step, seed }) => {
      run += 1;
      const ledger = `fold${run}` as LedgerId;
      await carried(database.pool, ledger, { events, step });
      const head = (await readEvents(database.pool, ledger, 0n, 10_000)).length;
      const times = events.map(({ time }) => Date.parse(time));
      const questions = fc.sample(question(head, times), { seed, numRuns: 40 }).map(({ days, ...each }) => {
        const today = shanghai.dayOf(each.asOf);
        const window: Window = days === null ? {} : { from: today - days, to: today };
        return { ...each, window };
      });
      const threads = run % 5 === 0 ? 2 : 0;
      const folded = await foldAll(database.pool, {
        ...{ database: { url: database.url }, ledger, zone: shanghai, rules: ruleSet, questions, threads },
      });
      for (const [nth, asked] of questions.entries()) {
        const answer = await board(
          database.pool,
          { ledger, zone: shanghai, rules: ruleSet, ...asked },
          "anew",
        );
        expect(folded[nth]?.calendar).toEqual(answer.calendar);
        expect({ ...asked, rows: told(folded[nth]?.rows ?? []) }).toEqual({
          ...asked,
          rows: told(answer.measures),
        });
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

/** Rows that say something. */
function told(rows: readonly BoardRow[]): readonly BoardRow[] {
  return rows.filter((row) => row.counted + row.pending + row.void + row.unclassified > 0);
}
