import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact } from "../clock/fact.js";
import { decode } from "../event/index.js";
import { history, type Scenario, scenario } from "./histories.js";
import { oracle } from "./oracle.js";
import { actOf } from "./order.js";
import { probeInstants } from "./probes.js";
import { type OracleCaseKind, oracleCaseKinds, typesOf } from "./stories.js";
import type { OracleWorld } from "./world.js";
import { worldOf } from "./worlds.js";

const runs = 250;

interface Sample {
  readonly scenario: Scenario;
  readonly world: OracleWorld;
  readonly probes: readonly number[];
  /** What is seen at every probe, as texts. */
  readonly seen: readonly string[];
}

const samples = new Map<OracleCaseKind, readonly Sample[]>(
  oracleCaseKinds.map((kind) => [
    kind,
    fc.sample(scenario(kind), { seed: 20260415, numRuns: runs }).map((each) => {
      const world = worldOf(each.data);
      const probes = probeInstants(each.facts, world);
      return { scenario: each, world, probes, seen: probes.map((T) => seenAt(each.facts, T, world)) };
    }),
  ]),
);

function drawn(kind: OracleCaseKind): readonly Sample[] {
  return samples.get(kind) ?? [];
}

function seenAt(facts: readonly Fact[], T: number, world: OracleWorld): string {
  return JSON.stringify(oracle(facts, T, world), (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
}

/** How many of the samples would look different at some probe if the acts in question had not been told. */
function mattersIn(kind: OracleCaseKind, act: string): number {
  return drawn(kind).filter(({ scenario: { facts }, world, probes, seen }) => {
    const without = facts.filter((fact) => actOf(fact) !== act);
    if (without.length === facts.length) return false;
    return probes.some((T, index) => seenAt(without, T, world) !== seen[index]);
  }).length;
}

describe.each(oracleCaseKinds)("histories of kind %s", (kind) => {
  const sampled = drawn(kind);
  const scenarios = sampled.map((each) => each.scenario);

  test("are 1 to 14 facts in arrival order, each named once, each of which the decoder accepts", () => {
    for (const { facts } of scenarios) {
      expect(facts.length).toBeGreaterThanOrEqual(1);
      expect(facts.length).toBeLessThanOrEqual(14);
      expect(facts.map(({ position }) => position)).toEqual(facts.map((_, index) => BigInt(index + 1)));
      expect(new Set(facts.map(({ source, id }) => `${source} ${id}`)).size).toBe(facts.length);
      for (const { source, id, type, at, data } of facts) {
        const time = new Date(at).toISOString();
        const message = { specversion: "1.0", source, id, type, subject: "case-1", time, data };
        expect(decode(message, { now: Date.parse("2030-01-01T00:00Z"), maxAheadMs: 0 })).toMatchObject({
          ok: true,
        });
      }
    }
  });

  test("hold every type of the kind", () => {
    const types = new Set(scenarios.flatMap(({ facts }) => facts.map(({ type }) => type)));
    expect([...types].toSorted()).toEqual(typesOf[kind].toSorted());
  });

  test("arrive in another order than they happened", () => {
    const shuffled = scenarios.filter(({ facts }) =>
      facts.some((fact, index) => fact.at < (facts[index - 1]?.at ?? fact.at)),
    );
    expect(shuffled.length).toBeGreaterThan(runs / 4);
  });

  test("have several facts at one instant, and facts at exact midnights", () => {
    const tied = scenarios.filter(({ facts }) => new Set(facts.map(({ at }) => at)).size < facts.length);
    expect(tied.length).toBeGreaterThan(runs / 10);
    const midnight = scenarios.filter(({ data, facts }) =>
      facts.some(({ at }) => (at + data.offsetMinutes * 60_000) % 86_400_000 === 0),
    );
    expect(midnight.length).toBeGreaterThan(runs / 10);
  });

  test("lead into every state", () => {
    const found = new Map<string, number>();
    for (const { scenario: each, world, probes } of sampled) {
      const states = probes.flatMap((T) =>
        oracle(each.facts, T, world).clocks.map(({ state, open }) => (open ? `open ${state}` : state)),
      );
      for (const state of new Set(states)) found.set(state, (found.get(state) ?? 0) + 1);
    }
    // `overdue` alone is a miss that was ended.
    for (const state of ["open pending", "open overdue", "kept", "late", "void", "overdue"])
      expect(found.get(state) ?? 0, state).toBeGreaterThan(runs / 40);
  });
});

describe("facts that change what is seen", () => {
  test.each<[OracleCaseKind, string, number]>([
    ["complaint", "transferred", 9],
    ["complaint", "accepted", 110],
    ["complaint", "rejected", 8],
    ["complaint", "suspended", 12],
    ["complaint", "resumed", 5],
    ["complaint", "agreed", 70],
    ["complaint", "terminated", 30],
    ["complaint", "withdrawn", 20],
    ["complaint", "rated", 70],
    ["complaint", "classified", 15],
    ["complaint", "retracted", 15],
    ["lead", "transferred", 12],
    ["lead", "extended", 22],
    ["lead", "suspended", 19],
    ["lead", "resumed", 10],
    ["lead", "repeated", 30],
    ["lead", "verified", 120],
    ["lead", "completed", 33],
    ["lead", "withdrawn", 12],
    ["lead", "retracted", 8],
    ["dispatch", "extended", 23],
    ["dispatch", "suspended", 18],
    ["dispatch", "resumed", 7],
    ["dispatch", "returned", 24],
    ["dispatch", "verified", 120],
    ["dispatch", "retracted", 14],
    ["identity", "disposed", 130],
    ["identity", "retracted", 27],
    ["odr", "settled", 90],
    ["odr", "failed", 55],
    ["odr", "retracted", 30],
  ])("%s %s in at least %i of 250", (kind, act, least) => {
    expect(mattersIn(kind, act)).toBeGreaterThanOrEqual(least);
  });
});

describe("rare turns", () => {
  const all = oracleCaseKinds.flatMap((kind) => drawn(kind));
  const clocks = all.flatMap(
    ({ scenario: each, world, probes }) => oracle(each.facts, probes.at(-1) ?? 0, world).clocks,
  );

  test.each<[string, number, (clock: (typeof clocks)[number]) => boolean]>([
    ["stops and endings at the instant of the start", 60, ({ closeAt, startAt }) => closeAt === startAt],
    ["dues before the start", 30, ({ missDay, startDay }) => missDay === startDay],
    ["starts in a year without notice", 20, ({ startDay }) => startDay >= "2027"],
    [
      "mediations under the old rule",
      60,
      ({ kind, startDay }) => kind.endsWith("mediate") && startDay < "2026-04-15",
    ],
    [
      "mediations under the new rule",
      60,
      ({ kind, startDay }) => kind.endsWith("mediate") && startDay >= "2026-04-15",
    ],
    ["leads of unknown origin", 10, ({ kind, origin }) => kind.startsWith("lead") && origin === null],
    ["handlings", 80, ({ kind }) => kind === "lead.handle"],
    ["late stops on the day after the due day", 20, lateByOneDay],
  ])("%s: at least %i clocks", (_, least, turn) => {
    expect(clocks.filter(turn).length).toBeGreaterThanOrEqual(least);
  });
});

function lateByOneDay({ state, closeDay, missDay }: ReturnType<typeof oracle>["clocks"][number]): boolean {
  return (
    state === "late" &&
    closeDay !== null &&
    missDay !== null &&
    Date.parse(closeDay) - Date.parse(missDay) === 86_400_000
  );
}

describe("probes", () => {
  test("are ascending and hold every fact's instant with both neighbours", () => {
    fc.assert(
      fc.property(history("lead"), (facts) => {
        const probes = probeInstants(facts);
        expect(probes).toEqual([...new Set(probes)].toSorted((a, b) => a - b));
        for (const { at } of facts) expect(probes).toEqual(expect.arrayContaining([at - 1, at, at + 1]));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("a case only changes at a probe: between two it stands still, but for its own days", () => {
    fc.assert(
      fc.property(scenario("lead"), ({ data, facts }) => {
        const world = worldOf(data);
        const probes = probeInstants(facts, world);
        for (const [index, T] of probes.entries()) {
          const next = probes[index + 1];
          if (next === undefined || next - T < 2) continue;
          expect(seenAt(facts, next - 1, world)).toBe(seenAt(facts, T, world));
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
