import type { Instant } from "@anshi/domain";
import type { SimulatedFact } from "./fact.js";
import type { OfficeHours } from "./office-hours.js";
import type { Random } from "./random.js";
import type { SimulatedUnit, Units } from "./units.js";

/** What a case's life is told with: when and where it came in, and what makes up the rest. */
export interface Story {
  readonly subject: string;
  readonly at: Instant;
  readonly unit: SimulatedUnit;
  readonly units: Units;
  readonly random: Random;
  readonly hours: OfficeHours;
  /** Credit codes of invented traders. */
  readonly traders: readonly [string, ...string[]];
  readonly tell: (at: Instant, act: string, data?: SimulatedFact["data"]) => void;
}

/** Share of the slips that are forgotten for good. */
const FORGOTTEN = 0.12;

/**
 * When an act with so many working days to do it in is done: mostly within them, for the unit's share of slips after them, and
 * of those some never (`undefined`).
 */
export function doneAt(
  { random, hours }: Story,
  from: Instant,
  limit: number,
  slips: number,
): Instant | undefined {
  if (random.chance(slips)) {
    if (random.chance(FORGOTTEN)) return undefined;
    return hours.actAfter(from, limit + 1 + Math.floor(random.duration(0.4 * limit)), random);
  }
  return hours.actAfter(from, Math.min(limit, Math.floor(random.duration(0.55 * limit))), random);
}

/** A suspension and its end, some days later; now and then it is never ended. Answers when the work goes on. */
export function pause(
  story: Story,
  kind: string,
  at: Instant,
  reasons: readonly [string, ...string[]],
): Instant {
  const { random, hours, tell } = story;
  tell(at, `${kind}.suspended`, { reason: random.pick(reasons) });
  const end = hours.actAfter(at, 2 + Math.floor(random.duration(9)), random);
  if (!random.chance(0.05)) tell(end, `${kind}.resumed`);
  return end;
}

/** Whether a case is online: mostly known at the receipt, else found out within days, else never. */
export function classify(story: Story, kind: string, share: number): { readonly online?: boolean } {
  const { random, hours, at, tell } = story;
  const online = random.chance(share);
  if (random.chance(0.93)) {
    // What was taken for online turns out not to be, or the other way round.
    if (random.chance(0.01))
      tell(hours.actAfter(at, 1 + random.below(8), random), `${kind}.classified`, { online: !online });
    return { online };
  }
  if (random.chance(0.85))
    tell(hours.actAfter(at, random.below(6), random), `${kind}.classified`, { online });
  return {};
}

/** Passes the case on to another unit and answers who holds it and since when; rarely it gets lost on the way. */
export function passOn(
  story: Story,
  kind: string,
  receipt: SimulatedFact["data"],
): { readonly holder: SimulatedUnit; readonly at: Instant } | undefined {
  const { random, hours, units, unit, at, tell } = story;
  const holder = units.pick(random);
  const sent = hours.actAfter(at, random.below(4), random);
  tell(sent, `${kind}.transferred`, { toUnit: holder.id });
  if (holder === unit) return { holder: unit, at };
  if (random.chance(0.02)) return undefined;
  const received = hours.actAfter(sent, random.below(2), random);
  tell(received, `${kind}.received`, { ...receipt, unit: holder.id });
  return { holder, at: received };
}
