import { DEMO_SOURCE, zone } from "@anshi/domain";
import { cloudEvent } from "../simulate/fact.js";
import type { SimulationOptions } from "../simulate/options.js";
import { simulate } from "../simulate/simulate.js";
import { REAL_UNITS } from "../simulate/units.js";
import { nationalFigures } from "./national.js";

const DAY = 86_400_000;
const CASES = 12_800;
const shanghai = zone("Asia/Shanghai");

/** An event of the demonstration, before its time has come or after. */
export interface DemoEvent {
  /** When it is to be sent. */
  readonly at: number;
  readonly event: object;
}

/**
 * A synthetic year of Yancheng that ends at `now`, and what is still to come of its cases: every event in order of arrival.
 * The same seed and day give the same year.
 */
export function demoYear(now: number, seed: number): readonly DemoEvent[] {
  const options = demoOptions(now, seed);
  const began = shanghai.startOf(options.first);
  return [
    ...nationalFigures(options.first, options.last, began).map((fact) => ({ arrivesAt: began, fact })),
    ...simulate(options),
  ].map(({ arrivesAt, fact }) => ({ at: arrivesAt, event: cloudEvent(fact, DEMO_SOURCE) }));
}

/** The demonstration is a simulation: mostly orderly, and without what a service would refuse. */
function demoOptions(now: number, seed: number): SimulationOptions {
  const last = shanghai.dayOf(now);
  return {
    cases: CASES,
    seed,
    first: last - 365,
    last,
    until: now + 90 * DAY,
    units: REAL_UNITS,
    source: DEMO_SOURCE,
    subjectPrefix: "DEMO-",
    calendars: false,
    disorder: { lateEntry: 0.02, corrections: 0.002, duplicates: 0, bad: 0, shuffle: 0 },
  };
}
