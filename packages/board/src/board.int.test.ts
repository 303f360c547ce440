import {
  type Assessment,
  assess,
  type CaseKind,
  type Cohort,
  caseKinds,
  type MeasureRow,
  measureRows,
  ruleSet,
  tally,
  type Window,
  zone,
} from "@anshi/domain";
import { history } from "@anshi/domain/oracle";
import { appendAll, type LedgerId, type NewEvent, readEvents } from "@anshi/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { board } from "./board.js";
import { type CaseFact, toFact } from "./fact.js";
import { projection } from "./projection.js";
import { referenceOf } from "./reference.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const RUNS = Number(process.env.ANSHI_TEST_RUNS ?? 60);
const shanghai = zone("Asia/Shanghai");
const cohorts: readonly Cohort[] = ["settled", "received", "closed"];

let database: BoardDatabase;
let pool: BoardDatabase["pool"];

beforeAll(async () => {
  database = await boardDatabase();
  pool = database.pool;
});
afterAll(() => database.close());

/** A random case as events, in its order of arrival; ids are its own within the ledger. */
const caseEvents = (subject: string): fc.Arbitrary<readonly NewEvent[]> =>
  fc.constantFrom(...caseKinds).chain((kind) =>
    history(kind).map((facts) =>
      facts.map(({ type, source, id, at, data }) => {
        const named = type.includes(".retracted.") ? { ...data, id: `${subject}/${String(data.id)}` } : data;
        return newEvent(type, subject, source, `${subject}/${id}`, at, named);
      }),
    ),
  );

/** Calendars and units that come and change meanwhile. */
const reference: fc.Arbitrary<readonly NewEvent[]> = fc.array(
  fc.oneof(
    fc
      .record({ year: fc.constantFrom(2026, 2027), from: fc.integer({ min: 1, max: 25 }), n: fc.nat(99) })
      .map(({ year, from, n }) => {
        const off = [0, 1, 2].map((day) => `${year}-05-${String(from + day).padStart(2, "0")}`);
        const data = { year, off, work: [], notice: "test" };
        return newEvent(
          "io.anshi.calendar.published.v1",
          `cn-${year}`,
          "urn:test:calendar",
          String(n),
          Date.UTC(2025, 0, 1 + n),
          data,
        );
      }),
    fc
      .record({
        id: fc.constantFrom("320902", "320903", "320900"),
        parent: fc.constantFrom("320900", "320902"),
        n: fc.nat(99),
      })
      .map(({ id, parent, n }) =>
        newEvent("io.anshi.unit.registered.v1", id, "urn:test:unit", `${id}-${n}`, Date.UTC(2025, 0, 1 + n), {
          id,
          name: id,
          parent,
        }),
      ),
    fc
      .nat(99)
      .map((n) =>
        newEvent(
          "io.anshi.record.retracted.v1",
          "cn-2026",
          "urn:test:retraction",
          String(n),
          Date.UTC(2025, 5, 1),
          { source: "urn:test:calendar", id: String(n), reason: "test" },
        ),
      ),
  ),
  { maxLength: 4 },
);

const stream = fc
  .tuple(reference, ...Array.from({ length: 12 }, (_, n) => caseEvents(`S${n % 11}-${n}`)))
  .chain((parts) => {
    const all = parts.flat();
    const unique = [...new Map(all.map((each) => [`${each.source} ${each.id}`, each])).values()];
    return fc.record({
      events: fc.shuffledSubarray(unique, { minLength: unique.length }),
      step: fc.integer({ min: 1, max: 40 }),
      batch: fc.integer({ min: 1, max: 60 }),
      seed: fc.integer(),
    });
  });

/** What the domain says, one case at a time, of what is known at P. */
function expected(
  ledger: LedgerId,
  known: readonly CaseFact[],
  t: number,
  window: Window,
  cohort: Cohort,
): readonly MeasureRow[] {
  const { calendar, tree } = referenceOf(
    ledger,
    known.filter(({ type }) => /\.(calendar|unit|record)\./u.test(type)),
  );
  const world = { rules: ruleSet, calendar, zone: shanghai };
  const cases: Assessment[] = [];
  for (const kind of caseKinds) {
    const subjects = new Set(
      known.filter(({ type }) => type.includes(`.${kind}.`)).map(({ subject }) => subject),
    );
    for (const subject of subjects) {
      const own = known.filter(
        (fact) => fact.subject === subject && new RegExp(`\\.(${kind}|record)\\.`, "u").test(fact.type),
      );
      cases.push(assess(kind as CaseKind, own, world));
    }
  }
  const slots = [...tally(cases, t, window, cohort, shanghai)];
  if (cohort !== "received") slots.push(...tally(cases, t, window, "received", shanghai));
  return measureRows(slots, tree, cohort);
}

const plain = (rows: readonly MeasureRow[]) =>
  rows
    .filter((row) => row.counted + row.pending + row.void + row.unclassified > 0)
    .map(({ measure, unit, ...row }) => [`${measure} ${unit}`, row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe("the board", () => {
  it("equals the domain's count for random streams, at any T, window, cohort and position", {
    timeout: 300_000,
  }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(stream, async ({ events, step, batch, seed }) => {
        run += 1;
        const ledger = `random${run}` as LedgerId;
        for (let from = 0; from < events.length; from += step) {
          await appendAll(pool, ledger, [{ events: events.slice(from, from + step), rejected: [] }], {
            door: "http",
          });
        }
        const project = projection({ pool, ledger, zone: shanghai, rules: ruleSet, batch });
        while ((await project.step()).outcome !== "at-head");

        const facts = (await readEvents(pool, ledger, 0n, 10_000)).map(toFact);
        const questions = fc.sample(question(facts), { seed, numRuns: 24 });
        for (const { t, window, cohort, p } of questions) {
          const knownAt = p === null ? BigInt(facts.length) : BigInt(Math.floor(p * facts.length));
          const known = facts.filter(({ position }) => position <= knownAt);
          const answer = await board(pool, {
            ledger,
            zone: shanghai,
            rules: ruleSet,
            asOf: t,
            knownAt,
            window,
            cohort,
          });
          const rows = answer.measures.map(({ unitName: _name, parked: _parked, ...row }) => row);
          const said = { t, window, cohort, knownAt };
          expect({ ...said, rows: plain(rows) }).toEqual({
            ...said,
            rows: plain(expected(ledger, known, t, window, cohort)),
          });
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

/** Instants around the facts, at midnights and anywhere; half of the positions are the head. */
function question(facts: readonly CaseFact[]) {
  const times = facts.map(({ at }) => at);
  const near = fc
    .constantFrom(...times)
    .chain((at) =>
      fc.constantFrom(
        at - 1,
        at,
        at + 1,
        shanghai.startOf(shanghai.dayOf(at) + 15),
        shanghai.startOf(shanghai.dayOf(at)),
      ),
    );
  const anywhere = fc.integer({ min: Math.min(...times), max: Math.max(...times) + 90 * 86_400_000 });
  return fc.oneof(near, anywhere).chain((t) => {
    const day = shanghai.dayOf(t);
    return fc.record({
      t: fc.constant(t),
      window: fc.oneof(
        fc.constant({}),
        fc.record({
          from: fc.integer({ min: day - 60, max: day }),
          to: fc.integer({ min: day - 10, max: day + 5 }),
        }),
        fc.constant({ from: day, to: day }),
        fc.record({ to: fc.integer({ min: day - 30, max: day }) }),
      ),
      cohort: fc.oneof(
        { weight: 2, arbitrary: fc.constant<Cohort>("settled") },
        { weight: 1, arbitrary: fc.constantFrom(...cohorts) },
      ),
      p: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
  });
}
