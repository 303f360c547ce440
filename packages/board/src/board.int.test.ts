import {
  type Assessment,
  assess,
  type CaseKind,
  type Clock,
  type Cohort,
  caseKinds,
  comparatorFor,
  dueAt,
  formatDay,
  isOpenAt,
  type MeasureRow,
  measureRows,
  measures,
  ruleSet,
  stateAt,
  tally,
  type Window,
} from "@anshi/domain";
import { type LedgerId, type NewEvent, readEvents } from "@anshi/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { board } from "./board.js";
import { type CaseFact, toFact } from "./fact.js";
import { type ListCursor, type ListState, list } from "./list.js";
import { readReference, referenceOf } from "./reference.js";
import { carried, question, shanghai, stream } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase } from "./testing.js";

const RUNS = Number(process.env.ANSHI_TEST_RUNS ?? 60);

let database: BoardDatabase;
let pool: BoardDatabase["pool"];

beforeAll(async () => {
  database = await boardDatabase();
  pool = database.pool;
});
afterAll(() => database.close());

/** Every case known at P, assessed by the domain, and the reference it was assessed by. */
function assessed(ledger: LedgerId, known: readonly CaseFact[]) {
  const reference = referenceOf(
    ledger,
    known.filter(({ type }) => /\.(calendar|unit|comparator|record)\./u.test(type)),
  );
  const world = { rules: ruleSet, calendar: reference.calendar, zone: shanghai };
  const cases = new Map<string, Assessment>();
  for (const kind of caseKinds) {
    const subjects = new Set(
      known.filter(({ type }) => type.includes(`.${kind}.`)).map(({ subject }) => subject),
    );
    for (const subject of subjects) {
      const own = known.filter(
        (fact) => fact.subject === subject && new RegExp(`\\.(${kind}|record)\\.`, "u").test(fact.type),
      );
      cases.set(`${kind}/${subject}`, assess(kind as CaseKind, own, world));
    }
  }
  return { reference, cases };
}

/** The board's rows as the domain counts them, one case at a time. */
function expected(
  { reference, cases }: ReturnType<typeof assessed>,
  t: number,
  window: Window,
  cohort: Cohort,
): readonly MeasureRow[] {
  const slots = [...tally(cases.values(), t, window, cohort, shanghai)];
  if (cohort !== "received") slots.push(...tally(cases.values(), t, window, "received", shanghai));
  const last = Math.min(window.to ?? shanghai.dayOf(t), shanghai.dayOf(t));
  return measureRows(slots, reference.tree, cohort, {
    comparatorOf: (measure) => comparatorFor(reference.comparators, measure, last),
  });
}

/** The clocks a list must hold, as the domain sees them. */
function expectedList(
  { reference, cases }: ReturnType<typeof assessed>,
  state: ListState,
  t: number,
  today: number,
) {
  const items: string[] = [];
  for (const [name, { clocks, online }] of cases) {
    for (const clock of clocks) {
      const now = stateAt(clock, t);
      if (now === undefined) continue;
      const open = isOpenAt(clock, t);
      const due = dueAt(clock, t)?.day ?? null;
      const since = suspendedSince(clock, t);
      const takes: { readonly [each in ListState]: boolean } = {
        pending: now === "pending",
        "near-due": now === "pending" && due !== null && due <= today + NEAR,
        overdue: now === "overdue" && open,
        ended: now === "overdue" && !open,
        late: now === "late",
        kept: now === "kept",
        void: now === "void",
        unclassified:
          now !== "void" &&
          /^(complaint|lead)/u.test(clock.kind) &&
          (online === null || (clock.kind.startsWith("lead") && clock.origin === null)),
        suspended: open && since !== null && since <= today - LONG,
        unregistered: open && clock.unit !== reference.tree.root && !reference.tree.units.has(clock.unit),
      };
      if (takes[state]) items.push(`${name} ${clock.kind} ${now} ${due === null ? null : formatDay(due)}`);
    }
  }
  return items.sort();
}

/** A clock whose due is open though its rule sets one is suspended since the step that opened it. */
function suspendedSince(clock: Clock, t: number): number | null {
  const step = dueAt(clock, t);
  if (clock.dueSteps.length < 2) return clock.suspendedSince;
  return step === undefined || step.day !== null ? null : shanghai.dayOf(step.from);
}

const NEAR = 10;
const LONG = 3;
const listStates: readonly ListState[] = [
  ...(["pending", "near-due", "overdue", "ended", "late", "kept", "void"] as const),
  ...(["unclassified", "suspended", "unregistered"] as const),
];

/** All pages of a list. */
async function readList(
  ledger: LedgerId,
  state: ListState,
  t: number,
  knownAt: bigint,
  registered: readonly string[],
) {
  const today = shanghai.dayOf(t);
  const items: string[] = [];
  let after: ListCursor | undefined;
  do {
    const page = await list(pool, {
      ledger,
      zone: shanghai,
      asOf: t,
      knownAt,
      state,
      nearBy: today + NEAR,
      suspendedBy: today - LONG,
      registered,
      limit: 3,
      ...(after === undefined ? {} : { after }),
    });
    items.push(
      ...page.items.map(
        ({ kind, subject, clock, state: now, due }) => `${kind}/${subject} ${clock} ${now} ${due}`,
      ),
    );
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items.sort();
}

const plain = (rows: readonly MeasureRow[]) =>
  rows
    .filter((row) => row.counted + row.pending + row.void + row.unclassified > 0)
    .map(({ measure, unit, ...row }) => [`${measure} ${unit}`, row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe("the board", () => {
  it("and its lists equal the domain's for random streams, at any T, window, cohort and position", {
    timeout: 300_000,
  }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(stream, async ({ events, step, batch, sealEvery, seed }) => {
        run += 1;
        const ledger = `random${run}` as LedgerId;
        await carried(pool, ledger, { events, step, batch, sealEvery });

        const facts = (await readEvents(pool, ledger, 0n, 10_000)).map(toFact);
        const questions = fc.sample(question(facts), { seed, numRuns: 16 });
        for (const { t, window, cohort, p } of questions) {
          const knownAt = p === null ? BigInt(facts.length) : BigInt(Math.floor(p * facts.length));
          const cases = assessed(
            ledger,
            facts.filter(({ position }) => position <= knownAt),
          );
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
            rows: plain(expected(cases, t, window, cohort)),
          });
          const { tree } = cases.reference;
          const registered = [tree.root, ...tree.units.keys()];
          for (const state of listStates) {
            const items = await readList(ledger, state, t, knownAt, registered);
            expect({ ...said, state, items }).toEqual({
              ...said,
              state,
              items: expectedList(cases, state, t, shanghai.dayOf(t)),
            });
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

/** What is live and should not be, or the other way round. */
async function notLive(ledger: LedgerId): Promise<readonly unknown[]> {
  const same = "slot, start_at, due_day, suspended_since, lapse_at, miss_at, provisional";
  const live = `select started_by, kind, known_from, open, unclassified, stepped, ${same} from live where ledger = $1`;
  const latest = `
    select started_by, kind, known_from, outcome = 'open', unclassified, due_steps is not null, ${same}
      from (select distinct on (started_by, kind) * from clock
             where ledger = $1 order by started_by, kind, known_from desc) as last
     where outcome = 'open' or unclassified and outcome in ('kept', 'late', 'ended')`;
  const { rows } = await pool.query(`(${live} except ${latest}) union all (${latest} except ${live})`, [
    ledger,
  ]);
  return rows;
}

describe("boards", () => {
  it("add up: a unit's is the sum of those below it, and one ledger's the sum of its parts'", {
    timeout: 300_000,
  }, async () => {
    let run = 0;
    const integers = [
      "kept",
      "late",
      "overdue",
      "pending",
      "void",
      "counted",
      "numerator",
      "unclassified",
    ] as const;
    const sum = (rows: readonly MeasureRow[]) =>
      measures.map(({ id }) => {
        const own = rows.filter(({ measure }) => measure === id);
        return [id, ...integers.map((name) => own.reduce((total, row) => total + row[name], 0))];
      });
    await fc.assert(
      fc.asyncProperty(stream, async ({ events, batch, sealEvery, seed }) => {
        run += 1;
        const build = async (name: string, own: readonly NewEvent[]): Promise<LedgerId> => {
          const ledger = `sum${run}${name}` as LedgerId;
          await carried(pool, ledger, { events: own, batch, sealEvery });
          expect(await notLive(ledger)).toEqual([]);
          return ledger;
        };
        // What is known of calendars and units is known to all; a case lies in one part, with what retracts its facts.
        const isReference = ({ type, subject }: NewEvent): boolean =>
          /\.(calendar|unit|comparator)\./u.test(type) ||
          (type.includes(".record.") && subject.startsWith("cn-"));
        const part = ({ subject }: NewEvent): boolean => Number(/^S(\d+)/u.exec(subject)?.[1]) % 2 === 0;
        const whole = await build("w", events);
        const parts = [
          await build(
            "a",
            events.filter((event) => isReference(event) || part(event)),
          ),
          await build(
            "b",
            events.filter((event) => isReference(event) || !part(event)),
          ),
        ];
        const facts = (await readEvents(pool, whole, 0n, 10_000)).map(toFact);
        for (const { t, window, cohort } of fc.sample(question(facts), { seed, numRuns: 6 })) {
          const query = { zone: shanghai, rules: ruleSet, asOf: t, cohort };
          const ask = async (ledger: LedgerId, own = window, manner?: "in-sql" | "recomputed") =>
            (await board(pool, { ...query, ledger, window: own }, manner)).measures;
          const all = await ask(whole);
          const { tree } = await readReference(pool, whole, BigInt(facts.length));
          const leaves = all.filter(({ unit }) => unit !== whole);
          // Each unit under the root's children once: those whose parent is the root.
          const tops = leaves.filter(({ unit }) => (tree.upward(unit)[1] ?? whole) === whole);
          const roots = all.filter(({ unit }) => unit === whole);
          expect(sum(tops)).toEqual(sum(roots));
          const partial = (await Promise.all(parts.map((each) => ask(each)))).flatMap((rows, index) =>
            rows.filter(({ unit }) => unit === parts[index]),
          );
          expect(sum(partial)).toEqual(sum(roots));
          const backwards = { from: shanghai.dayOf(t), to: shanghai.dayOf(t) - 400 };
          for (const own of [window, backwards])
            for (const manner of ["in-sql", "recomputed"] as const)
              expect(await ask(whole, own, manner)).toEqual(await ask(whole, own));
          const units = [...new Set(leaves.map(({ unit }) => unit))].filter((_unit, nth) => nth % 2 === 0);
          const some = await board(pool, { ...query, ledger: whole, window, units });
          expect(some.measures).toEqual(all.filter(({ unit }) => units.includes(unit)));
        }
      }),
      { numRuns: Math.ceil(RUNS / 4), endOnFailure: true },
    );
  });
});
