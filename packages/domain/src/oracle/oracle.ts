import type { Fact } from "../clock/fact.js";
import { dayOf } from "./days.js";
import { type Life, liveTo } from "./life.js";
import { type LivedClock, lapse, missDay } from "./lived-clock.js";
import { actOf, byTimeAndName, isReceipt, withoutRetracted } from "./order.js";
import type { OracleClockKind } from "./rules.js";
import type { OracleWorld } from "./world.js";

export interface OracleClock {
  readonly kind: OracleClockKind;
  /** Position of the fact that started it. */
  readonly startedBy: bigint;
  readonly unit: string;
  /** Origin of the receipt it started under; `null` where unknown, and for every kind but leads. */
  readonly origin: string | null;
  readonly startAt: number;
  /** A clock that lapsed and was then ended is `overdue` for good, and no longer open. */
  readonly state: "pending" | "kept" | "late" | "overdue" | "void";
  /** Whether it still awaits its act. */
  readonly open: boolean;
  /** Instant (ms) of the act or ending that closed it. */
  readonly closeAt: number | null;
  /** How a mediation or an ODR item ended, when it was stopped. */
  readonly success: boolean | null;
  readonly startDay: string;
  readonly closeDay: string | null;
  /** The day its miss counts on, when late or overdue. */
  readonly missDay: string | null;
}

export interface OracleCase {
  /** In the order of their starts. */
  readonly clocks: readonly OracleClock[];
  readonly online: boolean | null;
  /** The rating that took effect last; `at` and `day` are those of its effect. */
  readonly rating: {
    readonly at: number;
    readonly day: string;
    readonly score: number;
    readonly unit: string;
  } | null;
}

/**
 * What a case is at the instant `T` (ms) given all its known facts, found by living through it.
 * Source: domain.md §2–§4 and docs/counting.md; shares no code with the clocks it is held against.
 */
export function oracle(facts: readonly Fact[], T: number, world: OracleWorld): OracleCase {
  const life = liveTo(facts, T, world);
  return {
    clocks: life.clocks.map((clock) => seen(clock, T, world)),
    online: onlineAsKnown(facts),
    rating: ratingOf(life),
  };
}

function seen(clock: LivedClock, T: number, world: OracleWorld): OracleClock {
  const { closing } = clock;
  const dueDay = closing === null ? (lapse(clock, T, world)?.dueDay ?? null) : closing.dueDay;
  return {
    kind: clock.kind,
    startedBy: clock.startedBy,
    unit: clock.unit,
    origin: clock.origin,
    startAt: clock.startAt,
    state: stateOf(clock, dueDay),
    open: clock.open,
    closeAt: closing?.at ?? null,
    success: closing?.success ?? null,
    startDay: clock.startDay,
    closeDay: closing === null ? null : dayOf(closing.at, world.offsetMinutes),
    missDay: dueDay === null ? null : missDay(clock, dueDay),
  };
}

function stateOf({ closing }: LivedClock, dueDay: string | null): OracleClock["state"] {
  if (closing === null) return dueDay === null ? "pending" : "overdue";
  return closing.how === "missed and ended" ? "overdue" : closing.how;
}

/** By what is known, whatever T: the last `classified`, else the last receipt that states it. */
function onlineAsKnown(facts: readonly Fact[]): boolean | null {
  const stating = withoutRetracted(facts)
    .filter((fact) => typeof fact.data.online === "boolean")
    .toSorted(byTimeAndName);
  const last =
    stating.findLast((fact) => actOf(fact) === "classified") ?? stating.findLast((fact) => isReceipt(fact));
  return last === undefined ? null : last.data.online === true;
}

function ratingOf({ rating, world }: Life): OracleCase["rating"] {
  return rating === null ? null : { ...rating, day: dayOf(rating.at, world.offsetMinutes) };
}
