import type { Fact } from "../clock/fact.js";
import { dayOf, midnightOf } from "./days.js";
import { lapsesAhead } from "./lapses.js";
import { withoutRetracted } from "./order.js";
import type { OracleWorld } from "./world.js";
import { china, worldOf } from "./worlds.js";

const dayMs = 86_400_000;

/**
 * Instants (ms, ascending, each once) at which a case may look different from a moment before: every fact's, every
 * lapse there was in prospect after any of the facts and the midnights around it, 1 ms to both sides, and a few others.
 */
export function probeInstants(
  facts: readonly Fact[],
  world: OracleWorld = worldOf(china),
): readonly number[] {
  const sharp = new Set<number>();
  const standing = withoutRetracted(facts);
  for (const { at } of facts) {
    sharp.add(at);
    const known = standing.filter((fact) => fact.at <= at);
    for (const lapse of lapsesAhead(known, world)) {
      const midnight = midnightOf(dayOf(lapse.at, world.offsetMinutes), world.offsetMinutes);
      for (const each of [lapse.at, midnight, midnight + dayMs]) sharp.add(each);
    }
  }
  const around = [...sharp].flatMap((at) => [at - 1, at, at + 1]);
  return [...new Set([...around, ...scattered(facts)])].toSorted((a, b) => a - b);
}

/** Instants anywhere from before the first fact to long after the last; the same ones for the same facts. */
function scattered(facts: readonly Fact[]): readonly number[] {
  const times = facts.map(({ at }) => at);
  const from = Math.min(...times) - 2 * dayMs;
  const to = Math.max(...times) + 120 * dayMs;
  if (!Number.isFinite(from)) return [];
  return [0.013, 0.19, 0.37, 0.61, 0.83, 1].map((part) => Math.floor(from + part * (to - from)));
}
