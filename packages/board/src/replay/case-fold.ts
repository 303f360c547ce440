import {
  type Assessment,
  assess,
  type CaseKind,
  type Fact,
  parseDay,
  type World,
  yearSpan,
} from "@anshi/domain";
import { MOST_FACTS } from "../history.js";
import type { Tallies } from "./tallies.js";

/** The world from a position on. */
export interface WorldStep {
  readonly from: number;
  readonly world: World;
  /** Years whose arrangement is another than in the step before. */
  readonly years: readonly number[];
}

/** A case that could not be assessed, from a position on. */
export interface ParkedCase {
  readonly kind: CaseKind;
  readonly position: number;
}

/**
 * Folds one case as known at each of the positions asked, and counts it. `facts` are all that are known at the last of them,
 * retractions of the subject included, in ledger order; `positions` ascend. Answers where the case is parked, or nothing.
 */
export function foldCase(
  kind: CaseKind,
  facts: readonly Fact[],
  positions: Float64Array,
  worlds: readonly WorldStep[],
  tallies: Tallies,
): ParkedCase | undefined {
  let assessed: Assessment | undefined;
  let since = Number.NEGATIVE_INFINITY;
  let [known, step] = [0, 0];
  const count = (until: number): void => {
    if (assessed !== undefined && since < until) tallies.add(assessed, since, until);
  };
  for (const position of positions) {
    const [before, stepBefore] = [known, step];
    while (known < facts.length && Number(facts[known]?.position) <= position) known += 1;
    while (step + 1 < worlds.length && (worlds[step + 1]?.from ?? Number.POSITIVE_INFINITY) <= position)
      step += 1;
    if (known === 0) continue;
    const years = worlds.slice(stepBefore + 1, step + 1).flatMap((each) => each.years);
    if (known === before && assessed !== undefined && !years.some((year) => touches(assessed, year)))
      continue;
    const world = worlds[step]?.world;
    if (world === undefined) continue;
    count(position);
    since = position;
    const parked = known > MOST_FACTS ? Number(facts[MOST_FACTS]?.position) : undefined;
    if (parked !== undefined) {
      return { kind, position: parked };
    }
    try {
      assessed = assess(kind, known === facts.length ? facts : facts.slice(0, known), world);
    } catch {
      return { kind, position: firstFailing(kind, facts.slice(0, known), world) ?? position };
    }
  }
  count(Number.POSITIVE_INFINITY);
  return undefined;
}

/** Whether the due of a clock may rest on a day of a year: it is walked from its start to its end. */
function touches(assessed: Assessment | undefined, year: number): boolean {
  const { first, last } = yearSpan(year);
  const [low, high] = [parseDay(first) ?? 0, parseDay(last) ?? 0];
  return (
    assessed?.clocks.some(({ startDay, due }) => startDay <= high && (due.day === null || due.day >= low)) ===
    true
  );
}

/** The position of the first fact from which on a case cannot be assessed. */
function firstFailing(kind: CaseKind, facts: readonly Fact[], world: World): number | undefined {
  for (let n = 1; n <= facts.length; n += 1) {
    try {
      assess(kind, facts.slice(0, n), world);
    } catch {
      return Number(facts[n - 1]?.position);
    }
  }
  return undefined;
}
