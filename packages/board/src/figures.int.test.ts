import {
  formatDay,
  formatInstant,
  type Instant,
  parseDay,
  ruleSet,
  type Window,
  workingDaysAfter,
} from "@anshi/domain";
import { type LedgerId, readEvents } from "@anshi/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BoardQuery, type BoardRow, board } from "./board.js";
import { toFact } from "./fact.js";
import { type ListState, list } from "./list.js";
import { nearDue } from "./near-due.js";
import { readReference } from "./reference.js";
import { carried, question, shanghai, stream } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase } from "./testing.js";

const RUNS = Math.ceil(Number(process.env.ANSHI_TEST_RUNS ?? 60) / 3);

let database: BoardDatabase;
let pool: BoardDatabase["pool"];

beforeAll(async () => {
  database = await boardDatabase();
  pool = database.pool;
});
afterAll(() => database.close());

type Row = Readonly<Record<string, unknown>>;
type Asked = BoardQuery & { readonly knownAt: bigint };

const day = (each: number | undefined): string | null => (each === undefined ? null : formatDay(each));

/** Asks a function of the board by named arguments. */
async function ask(name: string, args: Readonly<Record<string, unknown>>): Promise<readonly Row[]> {
  const names = Object.keys(args);
  const types: Readonly<Record<string, string>> = { measures: "::text[]", units: "::text[]" };
  const text = names.map((each, index) => `${each} => $${index + 1}${types[each] ?? ""}`).join(", ");
  const { rows } = await pool.query<Row>(`select * from ${name}(${text})`, Object.values(args));
  return rows;
}

const moment = ({ ledger, asOf, knownAt }: Asked) => ({
  ledger,
  as_of: formatInstant(asOf),
  known_at: knownAt,
});

const number = (value: unknown): number | null => (value === null ? null : Number(value));

/** A row of `figures` as the library tells it; what only one of them has is left out. */
const told = (row: Row) => ({
  measure: row.measure,
  unit: row.unit,
  unitName: row.unit_name,
  cohort: row.cohort,
  kept: number(row.kept),
  late: number(row.late),
  overdue: number(row.overdue),
  pending: number(row.pending),
  void: number(row.void),
  counted: number(row.counted),
  numerator: number(row.numerator),
  rate: number(row.rate),
  rateText: row.rate_text,
  threshold: number(row.threshold),
  comparator:
    row.comparator_period === null
      ? null
      : { period: row.comparator_period, basis: row.comparator_basis, value: number(row.comparator) },
  operator: row.operator,
  met: row.met,
  alert: row.alert,
  smallSample: row.is_small_sample,
  earned: row.earned,
  lateBudget: number(row.late_budget),
  unclassified: number(row.unclassified),
  provisional: number(row.provisional),
  parked: number(row.parked),
});

/** What the library says, without what SQL tells in other columns. */
const said = ({ denominator: _d, sum: _s, count: _c, ...row }: BoardRow) => ({
  ...row,
  comparator: row.comparator === null ? null : { ...row.comparator, value: row.threshold },
});

async function library(asked: Asked, window: Window) {
  return (await board(pool, { ...asked, window })).measures.map(said);
}

/** The columns of `listed` that the library gives too. */
const item = (row: Row) =>
  [row.kind, row.subject, row.clock, row.unit, row.state, row.open, day2(row.due)].join(" ");
const day2 = (date: unknown): string | null =>
  date instanceof Date
    ? formatDay(Math.round((date.getTime() - date.getTimezoneOffset() * 60_000) / 86_400_000))
    : null;

describe("the board in SQL", () => {
  it("equals the library's, figure for figure, for random streams at any T, P, window and cohort", {
    timeout: 300_000,
  }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(stream, async ({ events, batch, sealEvery, seed }) => {
        run += 1;
        const ledger = `random${run}` as LedgerId;
        await carried(pool, ledger, { events, batch, sealEvery });
        const facts = (await readEvents(pool, ledger, 0n, 10_000)).map(toFact);
        const head = BigInt(facts.length);

        for (const { t, window: asks, cohort, p } of fc.sample(question(facts), { seed, numRuns: 8 })) {
          const window: Window = asks;
          const knownAt = p === null ? head : BigInt(Math.floor(p * facts.length));
          const asked: Asked = { ledger, zone: shanghai, rules: ruleSet, asOf: t, knownAt, window, cohort };
          const at = { t: formatInstant(t), knownAt, window, cohort };
          const bounds = { from_day: day(window.from), to_day: day(window.to) };

          const rows = await library(asked, window);
          expect({
            at,
            rows: (await ask("figures", { ...moment(asked), ...bounds, cohort })).map(figureOf),
          }).toEqual({
            at,
            rows,
          });
          await holdsParts(asked, at, bounds, rows);
          await holdsWindows(asked, at);
          await holdsLists(asked, at);
        }
        await holdsChanges(ledger, facts.at(-1)?.at ?? 0, head);
        await holdsNearDue(ledger, Math.max(...facts.map(({ at }) => at)) + 1, head);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  /** SQL tells of national figures of every measure, the library where they are the line. */
  function figureOf(row: Row) {
    const figure = told(row);
    return Number(figure.threshold) === figure.comparator?.value &&
      /^(25\.[23]|26\.1[ab])$/u.test(String(row.measure))
      ? figure
      : { ...figure, comparator: null };
  }

  async function holdsParts(
    asked: Asked,
    at: object,
    bounds: object,
    own: readonly ReturnType<typeof said>[],
  ) {
    const units = [...new Set(own.map(({ unit }) => unit))].filter((_unit, index) => index % 2 === 0);
    const measures = ["25.1a", "25.3", "11.2"];
    const rows = await ask("figures", {
      ...moment(asked),
      ...bounds,
      cohort: asked.cohort,
      units: [...units, "nobody"],
      measures,
    });
    expect({ at, rows: rows.filter(({ unit }) => unit !== "nobody").map(figureOf) }).toEqual({
      at,
      rows: own.filter(({ unit, measure }) => units.includes(unit) && measures.includes(measure)),
    });
    expect(
      rows.filter(({ unit }) => unit === "nobody").map(({ counted, unit_name }) => [counted, unit_name]),
    ).toEqual(measures.map(() => ["0", "未登记单位"]));
  }

  async function holdsWindows(asked: Asked, at: object) {
    const { cohort, asOf } = asked;
    const today = shanghai.dayOf(asOf);
    const days = { from_day: formatDay(today - 70), to_day: formatDay(today - 3) };
    const months = await ask("figures_by_month", { ...moment(asked), ...days, cohort });
    for (const month of new Set(months.map((row) => day2(row.month)))) {
      const from = parseDay(month ?? "") ?? 0;
      const next = parseDay(formatDay(from + 31).replace(/-\d\d$/u, "-01")) ?? 0;
      const rows = months.filter((row) => day2(row.month) === month).map(figureOf);
      const expected = await library(asked, { from, to: next - 1 });
      // A unit met in one of the months is shown in all.
      const units = new Set(expected.map(({ unit }) => unit));
      expect({ at, month, rows: rows.filter(({ unit }) => units.has(String(unit))) }).toEqual({
        at,
        month,
        rows: expected,
      });
      for (const row of rows.filter(({ unit }) => !units.has(String(unit))))
        expect(row).toMatchObject({ counted: 0, pending: 0, void: 0, unclassified: 0 });
    }
    expect(new Set(months.map((row) => day2(row.month))).size).toBeGreaterThanOrEqual(3);
    for (const span of [10, null]) {
      const trend = await ask("trend", {
        ...moment(asked),
        ...days,
        cohort,
        span,
        step: 31,
        units: [asked.ledger],
      });
      for (const to of [today - 3, today - 34, today - 65]) {
        const own = await library(asked, { from: span === null ? today - 70 : to - span + 1, to });
        expect({
          at,
          span,
          to,
          rows: trend.filter((row) => day2(row.day) === formatDay(to)).map(figureOf),
        }).toEqual({
          at,
          span,
          to,
          rows: own.filter(({ unit }) => unit === asked.ledger),
        });
      }
    }
  }

  async function holdsLists(asked: Asked, at: object) {
    const { ledger, asOf: t, knownAt } = asked;
    const { calendar } = await readReference(pool, ledger, knownAt);
    const today = shanghai.dayOf(t);
    const states: readonly (readonly [string, ListState, object])[] = [
      ["near_due", "near-due", { within: 4 }],
      ["overdue", "overdue", {}],
      ["late", "late", { from_day: "-infinity" }],
      ["ended", "ended", { from_day: "-infinity" }],
      ["unclassified", "unclassified", {}],
      ["suspended", "suspended", { over: 2 }],
    ];
    for (const [name, state, own] of states) {
      const rows = await ask(name, { ...moment(asked), ...own });
      const { items } = await list(pool, {
        ...asked,
        state,
        nearBy: workingDaysAfter(calendar, today, 4),
        suspendedBy: today - 2,
        limit: 1_000,
      });
      const expected = items.map((each) =>
        [each.kind, each.subject, each.clock, each.unit, each.state, each.open, each.due].join(" "),
      );
      const order = name === "late" || name === "ended" ? [...rows].sort(byLapse) : rows;
      expect({ at, state, rows: order.map(item) }).toEqual({ at, state, rows: expected });
      for (const row of rows) {
        const due = parseDay(day2(row.due) ?? "");
        expect({ at, due: row.due, left: row.days_left }).toEqual({
          at,
          due: row.due,
          left: due === undefined ? null : workingDaysLeft(today, due),
        });
      }
    }
    /** Plainly: one day after the other. */
    function workingDaysLeft(from: number, due: number): number {
      if (due >= from) {
        let n = 0;
        while (workingDaysAfter(calendar, from, n) < due) n += 1;
        return n;
      }
      let past = 0;
      for (let each = due + 1; each <= from; each += 1) if (calendar.isWorkday(each)) past += 1;
      return -Math.max(1, past);
    }
    const n = Number(knownAt % 30n);
    const [row] = await ask("working_days_after", { ledger, day: formatDay(today), n, known_at: knownAt });
    expect(day2(row?.working_days_after)).toBe(formatDay(workingDaysAfter(calendar, today, n)));
  }

  function byLapse(a: Row, b: Row): number {
    return Number(a.lapse_at) - Number(b.lapse_at);
  }

  async function holdsChanges(ledger: LedgerId, t: Instant, head: bigint) {
    const before = head / 2n;
    const at = async (knownAt: bigint) => {
      const asked: Asked = {
        ledger,
        zone: shanghai,
        rules: ruleSet,
        asOf: t,
        knownAt,
        window: {},
        cohort: "settled",
      };
      return new Map((await library(asked, {})).map((row) => [`${row.measure} ${row.unit}`, row]));
    };
    const [old, now] = [await at(before), await at(head)];
    const figures = (row: ReturnType<typeof said> | undefined) =>
      row === undefined
        ? null
        : [
            row.kept,
            row.late,
            row.overdue,
            row.pending,
            row.void,
            row.counted,
            row.numerator,
            row.met,
            row.unclassified,
          ];
    const expected = [...new Set([...old.keys(), ...now.keys()])]
      .filter((key) => JSON.stringify(figures(old.get(key))) !== JSON.stringify(figures(now.get(key))))
      .sort();
    const rows = await ask("changes", { ledger, before, as_of: formatInstant(t) });
    expect(rows.map(({ measure, unit }) => `${measure} ${unit}`).sort()).toEqual(expected);
    for (const row of rows) {
      const own = now.get(`${row.measure} ${row.unit}`);
      const was = old.get(`${row.measure} ${row.unit}`);
      expect([row.kept_before, row.kept_after, row.counted_before, row.counted_after].map(number)).toEqual(
        [was?.kept, own?.kept, was?.counted, own?.counted].map((value) => value ?? null),
      );
    }
  }

  async function holdsNearDue(ledger: LedgerId, t: Instant, head: bigint) {
    const { calendar, tree } = await readReference(pool, ledger, head);
    const by = workingDaysAfter(calendar, shanghai.dayOf(t), 5);
    const expected = (await nearDue(pool, { ledger, zone: shanghai, asOf: t, by: [by], tree })).filter(
      ({ count }) => count > 0,
    );
    const rows = await ask("near_due_counts", { ledger, within: 5, as_of: formatInstant(t) });
    expect(
      rows
        .filter(({ near }) => near !== "0")
        .map((row) => `${row.measure} ${row.unit} ${row.near}`)
        .sort(),
    ).toEqual(
      expected
        .filter(({ unit }) => unit === ledger || tree.units.has(unit))
        .map(({ measure, unit, count }) => `${measure} ${unit} ${count}`)
        .sort(),
    );
  }
});
