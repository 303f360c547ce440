import {
  type Assessment,
  type Clock,
  type ClockKind,
  type Day,
  type DueStep,
  type Instant,
  missDay,
  missVisible,
  type Outcome,
  type Slot,
  type Zone,
} from "@anshi/domain";

/** What counters read of a version. Of a rating, start is the rating and close the one that replaced it. */
export interface Standing {
  readonly slot: Slot;
  readonly outcome: Outcome | "rated";
  readonly startAt: Instant;
  readonly startDay: Day;
  /** From when on a miss shows, and its day; `null` for what was kept or voided, or cannot lapse. */
  readonly missAt: Instant | null;
  readonly missDay: Day | null;
  readonly provisional: boolean;
  readonly closeAt: Instant | null;
  readonly closeDay: Day | null;
  /** Mediations and ODR items that were stopped: whether by agreement. */
  readonly success: boolean | null;
  readonly score: number | null;
}

/** The same of a version whose slot is told apart. */
export type Counted = Omit<Standing, "slot">;

/** A clock or rating of an assessed case as a board row holds it, without its known-from and known-to. */
export interface Version {
  readonly key: string;
  readonly kind: ClockKind | "rating";
  readonly startedBy: bigint;
  readonly standing: Standing;
  /** `null` for a rating. */
  readonly clock: Clock | null;
}

/** The rows an assessment stands for, by key. */
export function versionsOf(assessment: Assessment, zone: Zone): ReadonlyMap<string, Version> {
  const versions = new Map<string, Version>();
  const { online, ratings } = assessment;
  const put = (version: Omit<Version, "key">): void => {
    const key = `${version.kind} ${version.startedBy}`;
    versions.set(key, { key, ...version });
  };
  for (const clock of assessment.clocks) {
    const { kind, unit, origin } = clock;
    const standing = standingOf(clock, { clock: kind, unit, online, origin });
    put({ kind, startedBy: clock.startedBy.position, standing, clock });
  }
  ratings.forEach((rating, index) => {
    const next = ratings[index + 1];
    const standing: Standing = {
      slot: { clock: "complaint.mediate", unit: rating.unit, online, origin: null },
      outcome: "rated",
      startAt: rating.at,
      startDay: zone.dayOf(rating.at),
      missAt: null,
      missDay: null,
      provisional: false,
      closeAt: next?.at ?? null,
      closeDay: next === undefined ? null : zone.dayOf(next.at),
      success: null,
      score: rating.score,
    };
    put({ kind: "rating", startedBy: rating.ratedBy.position, standing, clock: null });
  });
  return versions;
}

const withSuccess: ReadonlySet<ClockKind> = new Set(["complaint.mediate", "odr.close"]);
const successes: ReadonlySet<string> = new Set(["agreed", "settled"]);

function standingOf(clock: Clock, slot: Slot): Standing {
  const { outcome } = clock;
  const stopped = outcome === "kept" || outcome === "late";
  const missable = outcome !== "kept" && outcome !== "void";
  return {
    slot,
    outcome,
    startAt: clock.start,
    startDay: clock.startDay,
    missAt: missable ? missVisible(clock) : null,
    missDay: missable ? missDay(clock) : null,
    provisional: clock.due.provisional,
    closeAt: clock.close,
    closeDay: clock.closeDay,
    success: stopped && withSuccess.has(clock.kind) ? successes.has(clock.closedBy ?? "") : null,
    score: null,
  };
}

/** Whether two versions of one key would be the same row. */
export function sameRow(a: Version, b: Version): boolean {
  if (!sameStanding(a.standing, b.standing)) return false;
  return a.clock === null || b.clock === null ? a.clock === b.clock : sameClock(a.clock, b.clock);
}

function sameStanding(a: Standing, b: Standing): boolean {
  return (
    sameSlot(a.slot, b.slot) &&
    a.startAt === b.startAt &&
    a.outcome === b.outcome &&
    a.closeAt === b.closeAt &&
    a.missAt === b.missAt &&
    a.missDay === b.missDay &&
    a.provisional === b.provisional &&
    a.success === b.success &&
    a.score === b.score
  );
}

/** Whether two slots are one. */
export function sameSlot(a: Slot, b: Slot): boolean {
  return a.clock === b.clock && a.unit === b.unit && a.online === b.online && a.origin === b.origin;
}

function sameClock(a: Clock, b: Clock): boolean {
  return (
    a.rule === b.rule &&
    a.due.day === b.due.day &&
    a.due.lapse === b.due.lapse &&
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
