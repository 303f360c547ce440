import type { Fact } from "../clock/fact.js";
import { liveTo } from "./life.js";
import { lapse } from "./lived-clock.js";
import type { OracleWorld } from "./world.js";

const farMs = 150 * 86_400_000;

/**
 * When the clocks that are open after the given facts will lapse if nothing more happens, by start; those that do not
 * within 150 days of the last fact, or never will, are left out.
 */
export function lapsesAhead(
  facts: readonly Fact[],
  world: OracleWorld,
): readonly { readonly dueDay: string; readonly at: number }[] {
  const far = facts.reduce((last, fact) => Math.max(last, fact.at), Number.NEGATIVE_INFINITY) + farMs;
  if (!Number.isFinite(far)) return [];
  return liveTo(facts, far, world)
    .clocks.filter((clock) => clock.open)
    .flatMap((clock) => lapse(clock, far, world) ?? []);
}
