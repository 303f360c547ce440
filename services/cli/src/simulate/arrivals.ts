import { type Day, formatDay, weekday } from "@anshi/domain";
import type { OfficeHours } from "./office-hours.js";
import { type Random, random, seedOf } from "./random.js";
import type { SimulatedUnit, Units } from "./units.js";

/** How many cases come in on a day, and where a burst hits. */
export interface Arrivals {
  readonly day: Day;
  readonly cases: number;
  readonly burst: SimulatedUnit | undefined;
}

/** By month: quiet around the Spring Festival, busy in March (15 March), June (618) and November (双11). */
const season = [0.85, 0.7, 1.3, 1, 1.05, 1.25, 0.95, 0.9, 1, 1.05, 1.5, 1.15];
/** Monday to Sunday. */
const week = [1.25, 1.1, 1, 0.95, 0.9, 0.9, 0.9];
const DAY_OFF = 0.15;
const CONSUMER_RIGHTS_DAY = 2.5;
const DAYS_PER_BURST = 150;

/**
 * Shares exactly `cases` among the days: more on working days, by week and season, and some days with a burst of four to
 * twenty times the daily average.
 */
export function arrivals(
  span: { readonly first: Day; readonly last: Day },
  cases: number,
  seed: number,
  hours: OfficeHours,
  units: Units,
): readonly Arrivals[] {
  const chance = random(seedOf(seed, -2));
  const days = Array.from({ length: span.last - span.first + 1 }, (_none, nth) => span.first + nth);
  const usual = days.map((day) => usualWeight(day, hours, chance));
  const average = usual.reduce((sum, weight) => sum + weight, 0) / days.length;
  const bursts = new Map<number, { readonly unit: SimulatedUnit; readonly times: number }>();
  for (let left = Math.round(days.length / DAYS_PER_BURST); left > 0; left--)
    bursts.set(chance.below(days.length), { unit: units.pick(chance), times: 4 + 15 * chance.next() });
  const weights = usual.map((weight, nth) => Math.max(weight, (bursts.get(nth)?.times ?? 0) * average));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weighed = 0;
  let given = 0;
  return days.map((day, nth) => {
    weighed += weights[nth] ?? 0;
    // Rounded from the running sum, so that the days add up to the whole.
    const upTo = nth === days.length - 1 ? cases : Math.round((cases * weighed) / total);
    const count = upTo - given;
    given = upTo;
    return { day, cases: count, burst: bursts.get(nth)?.unit };
  });
}

function usualWeight(day: Day, hours: OfficeHours, chance: Random): number {
  const date = formatDay(day);
  const shape = (season[Number(date.slice(5, 7)) - 1] ?? 1) * (week[weekday(day) - 1] ?? 1);
  const special = date.endsWith("-03-15") ? CONSUMER_RIGHTS_DAY : 1;
  return shape * special * (hours.isWorkday(day) ? 1 : DAY_OFF) * (0.8 + 0.4 * chance.next());
}
