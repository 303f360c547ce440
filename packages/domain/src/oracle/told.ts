import type { Fact } from "../clock/fact.js";
import type { OracleClock } from "./oracle.js";
import { oracle } from "./oracle.js";
import { type OracleCaseKind, typeOf } from "./stories.js";
import type { OracleWorld } from "./world.js";
import { china, worldOf } from "./worlds.js";

/** An act, its local time in China (`2026-03-02T10:00`), its data, and its id where the test needs one of its own. */
export type Told = readonly [
  act: string,
  local: string,
  data?: Readonly<Record<string, unknown>>,
  id?: string,
];

/** The instant (ms) of a local time in China. */
export function chinaTime(local: string): number {
  return Date.parse(`${local}+08:00`);
}

/** Facts told as in a worked example, arriving in the order told: positions and ids from 1, one source. */
export function tell(kind: OracleCaseKind, ...acts: readonly Told[]): readonly Fact[] {
  return acts.map(([act, local, data = {}, id], index) => ({
    position: BigInt(index + 1),
    type: typeOf(kind, act),
    source: "urn:told",
    id: id ?? String(index + 1),
    at: chinaTime(local),
    data,
  }));
}

/** The clocks at a local time in China, each as `kind state`, with an ended miss marked. */
export function statesAt(facts: readonly Fact[], local: string, world?: OracleWorld): readonly string[] {
  return clocksAt(facts, local, world).map(
    ({ kind, state, open }) => `${kind} ${state}${state === "overdue" && !open ? ", ended" : ""}`,
  );
}

/** The clocks at a local time in China. */
export function clocksAt(
  facts: readonly Fact[],
  local: string,
  world: OracleWorld = worldOf(china),
): readonly OracleClock[] {
  return oracle(facts, chinaTime(local), world).clocks;
}

/** Due day of the last open clock of a kind, found by asking at every midnight; `null`: not due within a year of the last fact. */
export function dueOf(
  facts: readonly Fact[],
  kind: string,
  world: OracleWorld = worldOf(china),
): string | null {
  const last = Math.max(...facts.map(({ at }) => at));
  const midnight = chinaTime(`${new Date(last + 8 * 3_600_000).toISOString().slice(0, 10)}T00:00`);
  for (let n = 0; n <= 366; n += 1) {
    const clock = oracle(facts, Math.max(last, midnight + n * 86_400_000), world).clocks.findLast(
      (each) => each.kind === kind,
    );
    if (clock?.open === true && clock.state === "overdue") return clock.missDay;
  }
  return null;
}
