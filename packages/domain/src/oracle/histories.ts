import * as fc from "fast-check";
import type { Fact } from "../clock/fact.js";
import { addDays, dayOf, midnightOf } from "./days.js";
import { dataOf } from "./fact-data.js";
import { lapsesAhead } from "./lapses.js";
import { type Step, steps, type When } from "./steps.js";
import { type OracleCaseKind, typeOf } from "./stories.js";
import type { OracleWorld } from "./world.js";
import { china, type WorldData, world, worldOf } from "./worlds.js";

/** The units of all histories. */
export const oracleUnits: readonly string[] = ["320902", "320903", "320903-yn"];

/** Beginnings of ids that UTF-8, UTF-16 and dictionaries put in different orders. */
const idLetters = ["a", "B", "é", "\uff5e", "\u{1f600}"];
/** Sources that a comparison blind to case would put the other way round. */
const sources = ["urn:anshi:b", "urn:anshi:A"];

/** First days: turns of rules, notices and years, else any day. */
const firstDay: fc.Arbitrary<string> = fc.oneof(
  days("2026-04-05", 12),
  days("2026-02-01", 70),
  days("2026-01-25", 30),
  days("2026-04-20", 20),
  days("2026-09-08", 35),
  days("2025-12-10", 25),
  days("2026-11-20", 60),
  days("2019-12-20", 20),
  days("2025-01-01", 729),
);

function days(from: string, length: number): fc.Arbitrary<string> {
  return fc.nat(length).map((n) => addDays(from, n));
}

interface Plan {
  readonly first: string;
  readonly steps: readonly Step[];
  /** Facts arrive by these numbers; `null`: as they are told. */
  readonly arrival: readonly number[] | null;
}

function plan(kind: OracleCaseKind): fc.Arbitrary<Plan> {
  return fc.record({
    first: firstDay,
    steps: steps(kind),
    arrival: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.array(fc.nat(999), { minLength: 14, maxLength: 14 }) },
    ),
  });
}

/**
 * 1 to 14 facts of one case of the kind, in arrival order with positions from 1; dues are aimed at by the calendar of
 * `data`. Every fact's data pass the decoder, and no (source, id) comes twice.
 */
export function history(kind: OracleCaseKind, data: WorldData = china): fc.Arbitrary<readonly Fact[]> {
  return plan(kind).map((each) => factsOf(kind, each, worldOf(data)));
}

export interface Scenario {
  readonly data: WorldData;
  readonly facts: readonly Fact[];
}

/** A history in a world of its own. */
export function scenario(kind: OracleCaseKind): fc.Arbitrary<Scenario> {
  return fc
    .tuple(world, plan(kind))
    .map(([data, each]) => ({ data, facts: factsOf(kind, each, worldOf(data)) }));
}

function factsOf(
  kind: OracleCaseKind,
  { first, steps: told, arrival }: Plan,
  around: OracleWorld,
): readonly Fact[] {
  const facts: Fact[] = [];
  const names = told.map(nameOf);
  for (const [index, step] of told.entries()) {
    const at = instantOf(step.when, facts, first, around);
    const data =
      step.act === "retracted"
        ? { ...namedBy(step.choices.a, names, index), reason: "entered twice" }
        : dataOf(
            kind,
            step.act,
            { day: dayOf(at, around.offsetMinutes), unit: oracleUnits[step.unit] ?? "320902" },
            step.choices,
          );
    const { source, id } = nameOf(step, index);
    facts.push({ position: BigInt(index + 1), type: typeOf(kind, step.act), source, id, at, data });
  }
  return arrived(facts, arrival);
}

function instantOf(when: When, facts: readonly Fact[], first: string, around: OracleWorld): number {
  const { offsetMinutes } = around;
  const last = facts.at(-1);
  if (last === undefined) return midnightOf(first, offsetMinutes) + ("moment" in when ? when.moment : 0);
  const lastDay = dayOf(last.at, offsetMinutes);
  switch (when.from) {
    case "last":
      return midnightOf(addDays(lastDay, when.days), offsetMinutes) + when.moment;
    case "tie":
      return facts[when.fact % facts.length]?.at ?? last.at;
    case "due":
      return (lapseOf(when.clock, facts, around) ?? last.at) + when.beside;
    case "within": {
      const ahead = Math.max((lapseOf(when.clock, facts, around) ?? last.at) - last.at, 0);
      const day = dayOf(last.at + (ahead * when.part) / 100, offsetMinutes);
      return midnightOf(day, offsetMinutes) + when.moment;
    }
  }
}

function lapseOf(clock: number, facts: readonly Fact[], around: OracleWorld): number | undefined {
  const lapses = lapsesAhead(facts, around);
  return lapses[clock % Math.max(lapses.length, 1)]?.at;
}

/** Two facts may bear one id under two sources: only the pair is a name. */
function nameOf(step: Step, index: number): { readonly source: string; readonly id: string } {
  const letters = idLetters[step.name % idLetters.length] ?? "a";
  return { source: sources[index % 2] ?? "urn:anshi:b", id: `${letters}${index >> 1}` };
}

/** A name of another fact of the case, earlier or later told, or of none. */
function namedBy(
  choice: number,
  names: readonly { readonly source: string; readonly id: string }[],
  self: number,
): { readonly source: string; readonly id: string } {
  const others = names.filter((_, index) => index !== self);
  return others[choice % (others.length + 1)] ?? { source: "urn:anshi:b", id: "never-entered" };
}

function arrived(facts: readonly Fact[], arrival: readonly number[] | null): readonly Fact[] {
  return facts
    .map((fact, index) => ({ fact, key: arrival?.[index] ?? index }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ fact }, index) => ({ ...fact, position: BigInt(index + 1) }));
}
