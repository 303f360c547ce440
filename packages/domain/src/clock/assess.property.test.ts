import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendar } from "../calendar/index.js";
import {
  type OracleCase,
  oracle,
  oracleCaseKinds,
  probeInstants,
  scenario,
  type WorldData,
  worldOf,
} from "../oracle/index.js";
import { formatDay, zone } from "../time/index.js";
import { type Assessment, assess } from "./assess.js";
import { missDay } from "./clock.js";
import type { Fact } from "./fact.js";
import { ruleSet } from "./rule-set.js";
import { isOpenAt, stateAt } from "./state.js";
import type { World } from "./world.js";

const RUNS = Number(process.env.ANSHI_TEST_RUNS ?? 400);

function worldFrom(data: WorldData): World {
  const published = data.notices.map((notice) => ({ ...notice, version: "test" }));
  return { rules: ruleSet, calendar: calendar(published, []), zone: zone(data.zone) };
}

/** What the rows say of T, in the oracle's words. */
function seenAt({ clocks, online, ratings }: Assessment, t: number, { zone: local }: World): OracleCase {
  const rating = ratings.filter(({ at }) => at <= t).at(-1);
  return {
    clocks: clocks.flatMap((clock) => {
      const state = stateAt(clock, t);
      if (state === undefined) return [];
      const open = isOpenAt(clock, t);
      const stopped = state === "kept" || state === "late";
      const hasSuccess = stopped && (clock.kind === "complaint.mediate" || clock.kind === "odr.close");
      const miss = state === "late" || state === "overdue" ? missDay(clock) : null;
      return [
        {
          kind: clock.kind,
          startedBy: clock.startedBy.position,
          unit: clock.unit,
          origin: clock.origin,
          startAt: clock.start,
          state,
          open,
          closeAt: open ? null : clock.close,
          success: hasSuccess ? clock.closedBy === "agreed" || clock.closedBy === "settled" : null,
          startDay: formatDay(clock.startDay),
          closeDay: open || clock.closeDay === null ? null : formatDay(clock.closeDay),
          missDay: miss === null ? null : formatDay(miss),
        },
      ];
    }),
    online,
    rating:
      rating === undefined
        ? null
        : { at: rating.at, day: formatDay(local.dayOf(rating.at)), score: rating.score, unit: rating.unit },
  };
}

const sorted = (seen: OracleCase): OracleCase => ({
  ...seen,
  clocks: [...seen.clocks].sort((a, b) => a.kind.localeCompare(b.kind) || Number(a.startedBy - b.startedBy)),
});

describe.each(oracleCaseKinds)("%s", (kind) => {
  it("is at every T what living through its days makes of it", () => {
    fc.assert(
      fc.property(scenario(kind), ({ facts, data }) => {
        const world = worldFrom(data);
        const lived = worldOf(data);
        const assessed = assess(kind, facts, world);
        for (const t of probeInstants(facts, lived)) {
          expect({ t, ...sorted(seenAt(assessed, t, world)) }).toEqual({
            t,
            ...sorted(oracle(facts, t, lived)),
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("does not depend on the order of arrival", () => {
    fc.assert(
      fc.property(
        scenario(kind).chain(({ facts, data }) =>
          fc.record({
            facts: fc.constant(facts),
            data: fc.constant(data),
            shuffled: fc.shuffledSubarray([...facts], { minLength: facts.length }),
          }),
        ),
        ({ facts, data, shuffled }) => {
          const world = worldFrom(data);
          expect(assess(kind, shuffled, world)).toEqual(assess(kind, facts, world));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("shows at T what the facts up to T alone would show", () => {
    fc.assert(
      fc.property(scenario(kind), ({ facts, data }) => {
        const world = worldFrom(data);
        const assessed = assess(kind, facts, world);
        const byT = (t: number): readonly Fact[] =>
          facts.filter((fact) => fact.at <= t || /\.(retracted|classified)\./u.test(fact.type));
        for (const { at: t } of facts) {
          const then = { ...assess(kind, byT(t), world), online: assessed.online };
          expect(seenAt(assessed, t, world)).toEqual(seenAt(then, t, world));
        }
      }),
      { numRuns: RUNS },
    );
  });
});
