import { type Assessment, assess, type CaseKind, type Day, type Fact, type World } from "@anshi/domain";
import { MOST_FACTS } from "../history.js";
import { firstFrom } from "./chain.js";
import type { Tallies } from "./tallies.js";

/** The world from a position on. */
export interface WorldStep {
  readonly from: number;
  readonly world: World;
  /** First and last days of the years whose arrangement is another than in the step before. */
  readonly years: readonly (readonly [first: Day, last: Day])[];
}

/** A case that could not be assessed, from a position on. */
export interface ParkedCase {
  readonly kind: CaseKind;
  readonly position: number;
}

/**
 * Folds one case as known at each of the positions asked, and counts it: it is assessed again only where a fact, or a calendar
 * that its dues may rest on, came in between. `facts` are all that are known at the last of them, retractions of the subject
 * included, in ledger order; `positions` ascend. Answers from where on the case is parked, or nothing.
 */
export function foldCase(
  kind: CaseKind,
  facts: readonly Fact[],
  positions: Float64Array,
  worlds: readonly WorldStep[],
  tallies: Tallies,
): ParkedCase | undefined {
  let assessed: Assessment | undefined;
  let since = 0;
  let [known, step] = [0, 0];
  for (;;) {
    // The next position asked at which anything of it is new.
    const fact = facts[known];
    const world = worlds[step + 1];
    const next = Math.min(
      fact === undefined ? Number.POSITIVE_INFINITY : Number(fact.position),
      world === undefined || known === 0 ? Number.POSITIVE_INFINITY : world.from,
    );
    const at = firstFrom(positions, next);
    const position = positions[at];
    if (position === undefined) break;
    const before = known;
    while (known < facts.length && Number(facts[known]?.position) <= position) known += 1;
    let isOther = known > before;
    while (step + 1 < worlds.length && (worlds[step + 1]?.from ?? 0) <= position) {
      step += 1;
      isOther ||= worlds[step]?.years.some((year) => touches(assessed, year)) === true;
    }
    if (!isOther) continue;
    if (assessed !== undefined) tallies.add(assessed, since, position);
    since = position;
    if (known > MOST_FACTS) return { kind, position: Number(facts[MOST_FACTS]?.position) };
    const own = known === facts.length ? facts : facts.slice(0, known);
    try {
      assessed = assess(kind, own, (worlds[step] as WorldStep).world);
    } catch {
      return { kind, position: firstFailing(kind, own, (worlds[step] as WorldStep).world) ?? position };
    }
  }
  if (assessed !== undefined) tallies.add(assessed, since, Number.POSITIVE_INFINITY);
  return undefined;
}

/** Whether the due of a clock may rest on a day of a year: it is walked from its start to its end. */
function touches(assessed: Assessment | undefined, [first, last]: readonly [Day, Day]): boolean {
  return (
    assessed?.clocks.some(
      ({ startDay, due }) => startDay <= last && (due.day === null || due.day >= first),
    ) === true
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
