import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendar } from "../calendar/index.js";
import { assess, ruleSet, type World } from "../clock/index.js";
import {
  china,
  history,
  oracle,
  oracleCaseKinds,
  oracleCounts,
  oracleReceived,
  worldOf,
} from "../oracle/index.js";
import { formatDay, zone } from "../time/index.js";
import { tally } from "./tally.js";

const RUNS = Number(process.env.ANSHI_TEST_RUNS ?? 150);
const local = zone(china.zone);
const world: World = {
  rules: ruleSet,
  calendar: calendar(
    china.notices.map((notice) => ({ ...notice, version: "test" })),
    [],
  ),
  zone: local,
};

const cases = fc.array(
  fc.constantFrom(...oracleCaseKinds).chain((kind) => history(kind).map((facts) => ({ kind, facts }))),
  { minLength: 1, maxLength: 8 },
);
const question = cases.chain((known) => {
  const times = known.flatMap(({ facts }) => facts.map(({ at }) => at));
  const t = fc.integer({ min: Math.min(...times), max: Math.max(...times) + 40 * 86_400_000 });
  return fc.record({
    known: fc.constant(known),
    t,
    before: fc.nat(60),
    after: fc.nat(10),
    open: fc.boolean(),
  });
});

describe.each(["settled", "received"] as const)("the %s cohort", (cohort) => {
  it("counts what the oracle counts, for any window", () => {
    fc.assert(
      fc.property(question, ({ known, t, before, after, open }) => {
        const day = local.dayOf(t);
        const window = open ? {} : { from: day - before, to: day + after - 5 };
        const mine = tally(
          known.map(({ kind, facts }) => assess(kind, facts, world)),
          t,
          window,
          cohort,
          local,
        );
        const lived = known.map(({ facts }) => oracle(facts, t, worldOf(china)));
        const days = open ? {} : { from: formatDay(day - before), to: formatDay(day + after - 5) };
        const theirs =
          cohort === "settled" ? oracleCounts(lived, days, "settled") : oracleReceived(lived, days);
        const text = (parts: readonly unknown[]): string => parts.map(String).join(" ");

        const clocks = mine
          .map(({ clock, unit, online, origin, counts }) =>
            text([
              clock,
              unit,
              online,
              origin,
              counts.kept,
              counts.late,
              counts.overdue,
              counts.pending,
              counts.void,
              counts.succeeded,
              counts.failed,
            ]),
          )
          .filter((line) => !line.endsWith(" 0 0 0 0 0 0 0"));
        const livedClocks = theirs.cells
          .map((cell) =>
            text([
              cell.kind,
              cell.unit,
              cell.online,
              cell.origin,
              cell.kept,
              cell.late,
              cell.overdue,
              cell.pending,
              cell.void,
              cell.success,
              cell.failure,
            ]),
          )
          .filter((line) => !line.endsWith(" 0 0 0 0 0 0 0"));
        expect(clocks.sort()).toEqual(livedClocks.sort());

        const ratings = mine
          .filter(({ counts }) => counts.ratings > 0)
          .map(({ unit, online, counts }) => text([unit, online, counts.ratings, counts.scores]));
        expect(ratings.sort()).toEqual(
          theirs.ratings.map(({ unit, online, n, sum }) => text([unit, online, n, sum])).sort(),
        );
      }),
      { numRuns: RUNS },
    );
  });
});
