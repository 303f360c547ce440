import { type ClockKind, type Cohort, clockKinds, cohorts, formatDay, formatInstant } from "@anshi/domain";
import { type LedgerId, readEvents } from "@anshi/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { slotCounts } from "./counts.js";
import { toFact } from "./fact.js";
import { carried, question, shanghai, stream } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase } from "./testing.js";

const RUNS = Math.ceil(Number(process.env.ANSHI_TEST_RUNS ?? 60) / 6);

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

/** Days from the first to the last, ends included; `null`: open. */
interface Days {
  readonly from: number | null;
  readonly to: number | null;
}

/** Windows around a day that overlap, touch, repeat, are open, or end before they begin. */
const windows = (today: number) => {
  const bound = fc.option(
    fc.integer({ min: -90, max: 20 }).map((days) => today + days),
    { freq: 5 },
  );
  return fc.array(fc.record({ from: bound, to: bound }), { minLength: 1, maxLength: 400, size: "max" });
};

interface Asked {
  readonly ledger: LedgerId;
  readonly t: number;
  readonly knownAt: bigint;
  readonly cohort: Cohort;
  readonly anchored: boolean;
  /** Slots with the number they are counted under; `null`: all, each by itself. */
  readonly members: readonly (readonly [slot: number, member: number])[] | null;
}

type Row = Readonly<Record<"nth" | "member", number>>;

/** The rows of each window, by its place among those asked. */
async function counted({ ledger, t, knownAt, cohort, anchored, members }: Asked, asked: readonly Days[]) {
  const bounds = (end: "from" | "to") =>
    asked.map((days) => (days[end] === null ? null : formatDay(days[end])));
  const { rows } = await database.pool.query<Row>(
    "select * from counts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) order by nth, member",
    [
      ...[ledger, formatInstant(t), formatDay(shanghai.dayOf(t)), knownAt, anchored, cohort, clockKinds],
      ...[bounds("from"), bounds("to")],
      members?.map(([slot]) => slot) ?? null,
      members?.map(([, member]) => member) ?? null,
    ],
  );
  const found: Omit<Row, "nth">[][] = asked.map(() => []);
  for (const { nth, ...row } of rows) found[nth - 1]?.push(row);
  return found;
}

it("are of each window what they are of it alone, however many are asked at once and whatever lies in them", {
  timeout: 300_000,
}, async () => {
  const { pool } = database;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(stream, async ({ events, batch, sealEvery, seed }) => {
      run += 1;
      const ledger = `random${run}` as LedgerId;
      await carried(pool, ledger, { events, batch, sealEvery });
      const facts = (await readEvents(pool, ledger, 0n, 10_000)).map(toFact);
      const { rows: slots } = await pool.query<{ readonly slot: number; readonly kind: ClockKind }>(
        "select slot, kind from slot where ledger = $1 order by slot",
        [ledger],
      );
      // Some of each kind together, some in pairs, some not at all.
      const grouped = slots.flatMap(({ slot, kind }) =>
        slot % 3 === 2 ? [] : [[slot, 2 * clockKinds.indexOf(kind) + (slot % 2)] as const],
      );

      for (const { t, p } of fc.sample(question(facts), { seed, numRuns: 2, unbiased: true })) {
        const all = fc.sample(windows(shanghai.dayOf(t)), { seed, numRuns: 1, unbiased: true })[0] ?? [];
        const knownAt = BigInt(Math.floor((p ?? 1) * facts.length));
        for (const cohort of cohorts) {
          for (const members of [null, grouped]) {
            const asked: Asked = { ledger, t, knownAt, cohort, anchored: true, members };
            const together = await counted(asked, all);
            expect(await counted({ ...asked, anchored: false }, all)).toEqual(together);
            for (const nth of [0, all.length >> 1, all.length - 1]) {
              const days = all[nth] as Days;
              const [alone] = await counted({ ...asked, anchored: false }, [days]);
              expect({ ...asked, days, rows: together[nth] }).toEqual({ ...asked, days, rows: alone });
            }
          }
        }
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

it("are counted in SQL where too much has changed since the nearest anchor to add it up", async () => {
  const { pool } = database;
  const ledger = "many" as LedgerId;
  const [slot] = (
    await pool.query<{ readonly slot: number }>(
      "insert into slot (ledger, kind, unit, place) values ($1, 'dispatch.verify', 'U', 0) returning slot",
      [ledger],
    )
  ).rows;
  const open = (from: number, to: number) =>
    pool.query(
      `insert into clock (ledger, started_by, kind, known_from, differs_at, late_class, marks, slot, subject, start_at, start_day, outcome,
                          own_day, provisional, disordered, late_extension, unclassified)
       select $1, n, 'dispatch.verify', n, '2026-03-02', 0, '', $2, n, '2026-03-02', '2026-03-02', 'open', false, false, false, false, false
         from generate_series($3::int, $4::int) as n`,
      [ledger, slot?.slot, from, to],
    );
  const pending = async (knownAt: bigint) => {
    const asOf = Date.UTC(2026, 2, 3);
    const question = { ledger, asOf, knownAt, window: {}, cohort: "settled", zone: shanghai } as const;
    return (await slotCounts(pool, question)).map(({ counts }) => counts.pending);
  };
  await open(1, 100_000);
  // Their marks, which add nothing here, tell which of the two it was.
  expect(await pending(100_000n)).toEqual([]);
  await open(100_001, 100_001);
  expect(await pending(100_001n)).toEqual([100_001]);
});
