import type { Day, Instant } from "@anshi/domain";

/** What a simulation is made of; the same options give the same messages, byte for byte. */
export interface SimulationOptions {
  readonly cases: number;
  /** A whole number. */
  readonly seed: number;
  /** First and last local day on which cases come in. */
  readonly first: Day;
  readonly last: Day;
  /** What would happen later has not happened; default: the end of the last day. */
  readonly until?: Instant;
  readonly units: number;
  /** `urn:…` of every event. */
  readonly source: string;
  /** What subjects begin with. */
  readonly subjectPrefix: string;
  /** Calendars of the years, as far as their notices are out, come as events too. */
  readonly calendars: boolean;
  readonly disorder: Disorder;
}

/** What is out of order; shares of the events, from 0 to 1. */
export interface Disorder {
  /** Recorded days after they happened. */
  readonly lateEntry: number;
  /** Sent a second time. */
  readonly duplicates: number;
  /** Entered wrongly, retracted days later and entered again. */
  readonly corrections: number;
  /** A message beside them that must be refused. */
  readonly bad: number;
  /** Messages drawn from so many at random; 0: in order of arrival; Infinity: from all. */
  readonly shuffle: number;
}

/** Everything arrives once, as it happens. */
export const inOrder: Disorder = { lateEntry: 0, duplicates: 0, corrections: 0, bad: 0, shuffle: 0 };
