import {
  type Assessment,
  type Clock,
  type DueStep,
  missDay,
  type Rating,
  type Slot,
  type Zone,
} from "@anshi/domain";
import { type Cell, cellsOfClock, cellsOfRating } from "./cell.js";

/** A clock of an assessed case as a board row holds it, without its known-from and known-to. */
export interface ClockVersion {
  readonly row: "clock";
  readonly key: string;
  readonly slot: Slot;
  readonly clock: Clock;
  readonly missDay: number | null;
  readonly cells: readonly Cell[];
}

/** A rating likewise. */
export interface RatingVersion {
  readonly row: "rating";
  readonly key: string;
  readonly slot: Slot;
  readonly rating: Rating;
  readonly day: number;
  readonly supersededAt: number | null;
  readonly supersededDay: number | null;
  readonly cells: readonly Cell[];
}

export type Version = ClockVersion | RatingVersion;

/** The rows an assessment stands for, by key. */
export function versionsOf(assessment: Assessment, zone: Zone): ReadonlyMap<string, Version> {
  const versions = new Map<string, Version>();
  const { online } = assessment;
  for (const clock of assessment.clocks) {
    const key = `${clock.kind} ${clock.startedBy.position}`;
    const slot = { clock: clock.kind, unit: clock.unit, online, origin: clock.origin };
    versions.set(key, {
      row: "clock",
      key,
      slot,
      clock,
      missDay: missDay(clock),
      cells: cellsOfClock(clock),
    });
  }
  assessment.ratings.forEach((rating, index) => {
    const key = `rating ${rating.ratedBy.position}`;
    const slot: Slot = { clock: "complaint.mediate", unit: rating.unit, online, origin: null };
    const next = assessment.ratings[index + 1];
    versions.set(key, {
      row: "rating",
      key,
      slot,
      rating,
      day: zone.dayOf(rating.at),
      supersededAt: next?.at ?? null,
      supersededDay: next === undefined ? null : zone.dayOf(next.at),
      cells: cellsOfRating(rating, next, zone),
    });
  });
  return versions;
}

/** Whether two versions of one key would be the same row. */
export function sameRow(a: Version, b: Version): boolean {
  const { slot } = a;
  if (slot.unit !== b.slot.unit || slot.online !== b.slot.online || slot.origin !== b.slot.origin)
    return false;
  if (a.row === "rating") {
    return b.row === "rating" && a.rating.at === b.rating.at && a.supersededAt === b.supersededAt;
  }
  return b.row === "clock" && sameClock(a.clock, b.clock);
}

function sameClock(a: Clock, b: Clock): boolean {
  return (
    a.start === b.start &&
    a.rule === b.rule &&
    a.due.day === b.due.day &&
    a.due.lapse === b.due.lapse &&
    a.due.provisional === b.due.provisional &&
    a.outcome === b.outcome &&
    a.close === b.close &&
    a.closedBy === b.closedBy &&
    a.disordered === b.disordered &&
    a.lateExtension === b.lateExtension &&
    a.suspendedSince === b.suspendedSince &&
    a.dueSteps.length === b.dueSteps.length &&
    a.dueSteps.every((step, index) => sameStep(step, b.dueSteps[index]))
  );
}

function sameStep(a: DueStep, b: DueStep | undefined): boolean {
  return b !== undefined && a.from === b.from && a.day === b.day && a.lapse === b.lapse;
}
