import { type Cohort, type Integers, noIntegers, ruleSet, zone } from "@anshi/domain";
import { append, appendAll, type LedgerId, type NewEvent, readEvents } from "@anshi/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Board, board } from "../board.js";
import { projection } from "../projection.js";
import { stream } from "../testing/streams.js";
import { type BoardDatabase, boardDatabase, newEvent } from "../testing.js";
import type { Change } from "./change.js";
import { type ChangedFigure, diff } from "./diff.js";

const RUNS = Number(process.env.ANSHI_TEST_RUNS ?? 12);
const shanghai = zone("Asia/Shanghai");
const DAY = 86_400_000;
const names = Object.keys(noIntegers) as readonly (keyof Integers)[];

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
});
afterAll(() => database.close());

async function project(ledger: LedgerId, batch?: number): Promise<void> {
  const own = projection({
    pool: database.pool,
    ledger,
    zone: shanghai,
    rules: ruleSet,
    ...(batch === undefined ? {} : { batch }),
  });
  while ((await own.step()).outcome !== "at-head");
}

const rowsOf = ({ measures }: Board) => new Map(measures.map((row) => [`${row.measure} ${row.unit}`, row]));

/** What the events of a figure did to one of its integers, those not named included. */
function told({ events, more }: ChangedFigure, name: keyof Change): number {
  const changes = [...events.map(({ change }) => change), ...(more === null ? [] : [more.change])];
  return changes.reduce((sum, change) => sum + (change[name] ?? 0), 0);
}

describe("what changed between two positions", () => {
  it("is every figure that differs, and its events' changes add up to the difference, for random streams", {
    timeout: 300_000,
  }, async () => {
    let run = 0;
    let figures = 0;
    await fc.assert(
      fc.asyncProperty(stream, async ({ events, step, batch, seed }) => {
        run += 1;
        const ledger = `diff${run}` as LedgerId;
        for (let from = 0; from < events.length; from += step)
          await appendAll(
            database.pool,
            ledger,
            [{ events: events.slice(from, from + step), rejected: [] }],
            { door: "http" },
          );
        await project(ledger, batch);
        const head = (await readEvents(database.pool, ledger, 0n, 10_000)).length;
        const asked = fc.record({
          positions: fc.tuple(fc.nat(head), fc.nat(head)),
          at: fc.constantFrom(...events.map(({ time }) => Date.parse(time))),
          later: fc.integer({ min: -5, max: 60 }),
          window: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 2 }),
          cohort: fc.constantFrom<Cohort>("settled", "received", "closed"),
          limit: fc.constantFrom(1, 3, 100),
        });
        for (const each of fc.sample(asked, { seed, numRuns: 12 })) {
          const [from, to] = [...each.positions].sort((a, b) => a - b).map(BigInt);
          if (from === undefined || to === undefined) continue;
          const asOf = each.at + each.later * DAY;
          const today = shanghai.dayOf(asOf);
          const window = each.window === null ? {} : { from: today - each.window, to: today };
          const query = { ledger, zone: shanghai, rules: ruleSet, asOf, window, cohort: each.cohort };
          const found = await diff(database.pool, { ...query, from, to, events: each.limit });
          const before = rowsOf(await board(database.pool, { ...query, knownAt: from }));
          const after = rowsOf(await board(database.pool, { ...query, knownAt: to }));
          const differing = [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
            const [was, is] = [before.get(key), after.get(key)];
            // A unit that has nothing to show may have a row or none.
            if (was === undefined || is === undefined) return names.some((name) => (was ?? is)?.[name] !== 0);
            return JSON.stringify(was) !== JSON.stringify(is);
          });
          expect(found.truncated).toBe(false);
          expect(found.figures.map(({ measure, unit }) => `${measure} ${unit}`).sort()).toEqual(
            differing.sort(),
          );
          for (const figure of found.figures) {
            const [was, is] = [before, after].map((rows) => rows.get(`${figure.measure} ${figure.unit}`));
            expect([figure.before, figure.after]).toEqual([was ?? null, is ?? null]);
            for (const name of names) {
              const said = { figure: `${figure.measure} ${figure.unit}`, name, asOf, ...query.window };
              expect({ ...said, n: told(figure, name) }).toEqual({
                ...said,
                n: (is?.[name] ?? 0) - (was?.[name] ?? 0),
              });
            }
            expect(figure.events.length).toBeGreaterThan(0);
            for (const { position } of figure.events) expect(position > from && position <= to).toBe(true);
            figures += 1;
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(figures).toBeGreaterThan(RUNS);
  });

  it("names each event with its cause", async () => {
    const ledger = "causes" as LedgerId;
    const at = Date.parse("2026-03-02T02:00:00Z");
    const event = (act: string, subject: string, time: number, data: object, id = `${subject}/${act}`) =>
      newEvent(`io.anshi.${act}.v1`, subject, "urn:test", id, time, { ...data });
    const take = async (...events: readonly NewEvent[]): Promise<bigint> => {
      const { position } = await append(database.pool, ledger, { events, rejected: [], door: "http" });
      await project(ledger);
      return position;
    };
    const verified = { result: "confirmed" };
    const from = await take(
      ...["late", "wrong", "gone", "open", "ahead"].map((name) =>
        event("dispatch.issued", name, at, { unit: "320902" }),
      ),
      ...["wrong", "gone"].map((name) => event("dispatch.verified", name, at + 2 * DAY, verified)),
      event("complaint.received", "C", at, { unit: "320902" }),
    );
    const retracted = (subject: string) =>
      event("record.retracted", subject, at + 30 * DAY, {
        source: "urn:test",
        id: `${subject}/dispatch.verified`,
        reason: "x",
      });
    const soon = Date.now() + 2_000;
    const to = await take(
      event("dispatch.verified", "late", at + 3 * DAY, verified),
      retracted("wrong"),
      event("dispatch.verified", "wrong", at + 40 * DAY, verified, "wrong/again"),
      retracted("gone"),
      event("complaint.classified", "C", at + DAY, { online: true }),
      event("calendar.published", "cn-2026", at, {
        ...{
          year: 2026,
          off: Array.from({ length: 28 }, (_none, n) => `2026-03-${String(n + 3).padStart(2, "0")}`),
          work: [],
          notice: "x",
        },
      }),
      event("unit.registered", "320902", at, { id: "320902", name: "亭湖区" }),
      event("comparator.published", "26.1a", at, {
        measure: "26.1a",
        period: "2026",
        value: 0.9,
        basis: "全国平均",
      }),
      event("dispatch.verified", "ahead", soon, verified),
    );
    const causes = async (measure: string, unit: string, asOf: number) => {
      const { figures } = await diff(database.pool, {
        ...{ ledger, zone: shanghai, rules: ruleSet, asOf, window: {}, cohort: "settled", from, to },
      });
      const figure = figures.find((each) => each.measure === measure && each.unit === unit);
      return figure?.events.map(({ subject, cause }) => `${subject} ${cause}`);
    };
    expect(await causes("19.1", "320902", soon)).toEqual([
      ...["late late-entry", "wrong retraction", "wrong correction", "gone retraction"],
      ...["cn-2026 calendar", "320902 unit", "ahead new"],
    ]);
    expect(await causes("25.1a", ledger, at + 3 * DAY)).toEqual(["C classification"]);
    expect(await causes("26.1a", ledger, at)).toEqual(["26.1a comparator"]);
  });
});
