import type { Fact } from "./fact.js";
import { actOf, compareIdentity } from "./order.js";

const RETRACTED = "io.anshi.record.retracted.v1";

/**
 * The facts that count among those known: without the retracted ones and without the retractions. A retraction
 * names (source, id), works whichever of the two arrived first and cannot itself be retracted (domain.md §4).
 */
export function effective(facts: readonly Fact[]): readonly Fact[] {
  const retractions = facts.filter(({ type }) => type === RETRACTED);
  if (retractions.length === 0) return facts;
  const names = new Set(retractions.map(({ data }) => identity(String(data.source), String(data.id))));
  return facts.filter((fact) => fact.type !== RETRACTED && !names.has(identity(fact.source, fact.id)));
}

function identity(source: string, id: string): string {
  return JSON.stringify([source, id]);
}

/** 涉网 as known: the last `classified` by (time, source, id), else the last receipt that states it, else unknown. */
export function onlineOf(facts: readonly Fact[]): boolean | null {
  const last = (acts: readonly string[]): Fact | undefined => {
    let found: Fact | undefined;
    for (const fact of facts) {
      if (typeof fact.data.online !== "boolean" || !acts.includes(actOf(fact.type))) continue;
      if (
        found === undefined ||
        fact.at - found.at > 0 ||
        (fact.at === found.at && compareIdentity(fact, found) > 0)
      ) {
        found = fact;
      }
    }
    return found;
  };
  const stated = last(["classified"]) ?? last(["received"]);
  return stated === undefined ? null : stated.data.online === true;
}
