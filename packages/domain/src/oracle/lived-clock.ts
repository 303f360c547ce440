import { dayOf, instantOf, laterDay, midnightOf, nextDay } from "./days.js";
import { type OracleClockKind, type OracleRule, ruleOn } from "./rules.js";
import { isWorked, type OracleWorld } from "./world.js";

/**
 * One clock as somebody with a wall calendar keeps it: a slip of paper with the days still to count, or a date that
 * is moved by hand. Nothing here computes a due date ahead; one only sees, morning and evening, whether it has come.
 */
export interface LivedClock {
  readonly kind: OracleClockKind;
  readonly startedBy: bigint;
  readonly unit: string;
  readonly origin: string | null;
  readonly startAt: number;
  readonly startDay: string;
  readonly rule: OracleRule;
  /** All of them must have passed before the clock lapses; none: it never does. */
  readonly terms: Term[];
  extended: boolean;
  /** Whether today is a suspended day for this clock, seen in the morning. */
  restsToday: boolean;
  open: boolean;
  closing: Closing | null;
}

/** A term of a clock: days left to count, or a date, after which days may follow. */
type Term = DaysLeft | FixedDate;

interface DaysLeft {
  readonly how: "days";
  left: number;
  /** The day at whose end it was up. */
  upOn: string | null;
}

interface FixedDate {
  readonly how: "date";
  day: string;
  /** Last instant in time as ms after the day's midnight; `null`: the whole day. */
  readonly time: number | null;
  /** Working days that follow the date. */
  followedBy: number;
}

export interface Closing {
  readonly at: number;
  readonly how: "kept" | "late" | "void" | "missed and ended";
  readonly dueDay: string | null;
  readonly success: boolean | null;
}

export interface Beginning {
  readonly kind: OracleClockKind;
  readonly startedBy: bigint;
  readonly unit: string;
  readonly origin: string | null;
  readonly at: number;
  /** Data of the fact that may fix a date by `dueOn` or `dueAt`; `null` when none can. */
  readonly letter: Readonly<Record<string, unknown>> | null;
}

/** A clock starts: today is day zero. */
export function begin(beginning: Beginning, world: OracleWorld): LivedClock {
  const startDay = dayOf(beginning.at, world.offsetMinutes);
  const rule = ruleOn(beginning.kind, startDay);
  const term = fixedBy(beginning.letter, world) ?? counted(rule);
  return {
    kind: beginning.kind,
    startedBy: beginning.startedBy,
    unit: beginning.unit,
    origin: beginning.origin,
    startAt: beginning.at,
    startDay,
    rule,
    terms: term === null ? [] : [term],
    extended: false,
    restsToday: false,
    open: true,
    closing: null,
  };
}

function counted(rule: OracleRule): Term | null {
  return rule.days === null ? null : { how: "days", left: rule.days, upOn: null };
}

function fixedBy(letter: Readonly<Record<string, unknown>> | null, world: OracleWorld): Term | null {
  if (typeof letter?.dueOn === "string") return { how: "date", day: letter.dueOn, time: null, followedBy: 0 };
  if (typeof letter?.dueAt !== "string") return null;
  const dueAt = instantOf(letter.dueAt);
  if (dueAt === null) return null;
  const day = dayOf(dueAt, world.offsetMinutes);
  return { how: "date", day, time: dueAt - midnightOf(day, world.offsetMinutes), followedBy: 0 };
}

/** Morning: on a suspended day a date that has not gone by is written one day further on. */
export function dawn(clock: LivedClock, day: string, suspendedFor: string | null): void {
  clock.restsToday = suspendedFor !== null && clock.rule.reasons.includes(suspendedFor);
  if (!clock.restsToday) return;
  for (const term of clock.terms) {
    if (term.how === "date" && term.day >= day) term.day = nextDay(term.day);
  }
}

/** Evening: the day is counted, or not. The start day never is. */
export function dusk(clock: LivedClock, day: string, world: OracleWorld): void {
  for (const [index, term] of clock.terms.entries()) {
    if (term.how === "days") {
      countDay(term, clock, day, world);
    } else if (term.followedBy > 0 && term.day <= day) {
      clock.terms[index] = { how: "days", left: term.followedBy, upOn: null };
    }
  }
}

function countDay(term: DaysLeft, clock: LivedClock, day: string, world: OracleWorld): void {
  if (day === clock.startDay || term.upOn !== null) return;
  const worked = isWorked(day, world);
  if (term.left > 0 && !clock.restsToday && (worked || clock.rule.counts === "all days")) term.left -= 1;
  // Days after the last counted one are only looked at for rolling: a suspension no longer matters then.
  if (term.left === 0 && (worked || !clock.rule.rolls)) term.upOn = day;
}

/** Extends a running clock that allows it and was not extended before; one that lapsed stays as it is. */
export function extend(clock: LivedClock, at: number, until: unknown, world: OracleWorld): void {
  if (!clock.open || clock.extended || clock.rule.extension === null || lapse(clock, at, world)) return;
  clock.extended = true;
  if (typeof until === "string") {
    clock.terms.push({ how: "date", day: until, time: null, followedBy: 0 });
    return;
  }
  for (const term of clock.terms) {
    if (term.how === "days") term.left += clock.rule.extension;
    else term.followedBy += clock.rule.extension;
  }
}

/** The day and instant (ms) of a clock's lapse when it has lapsed at `now`, else `null`. */
export function lapse(
  clock: LivedClock,
  now: number,
  world: OracleWorld,
): { readonly dueDay: string; readonly at: number } | null {
  let last: { dueDay: string; at: number } | null = null;
  for (const term of clock.terms) {
    const end = endOf(term, world);
    if (end === null || now < end.at) return null;
    if (last === null || end.at > last.at) last = end;
  }
  return last;
}

function endOf(term: Term, world: OracleWorld): { dueDay: string; at: number } | null {
  if (term.how === "days") {
    if (term.upOn === null) return null;
    return { dueDay: term.upOn, at: midnightOf(nextDay(term.upOn), world.offsetMinutes) };
  }
  if (term.followedBy > 0) return null;
  if (term.time === null) return { dueDay: term.day, at: midnightOf(nextDay(term.day), world.offsetMinutes) };
  return { dueDay: term.day, at: midnightOf(term.day, world.offsetMinutes) + term.time + 1 };
}

/** The required act happens: kept or late. A disordered one is in time. Nothing happens to a clock not open. */
export function stop(
  clock: LivedClock,
  at: number,
  disordered: boolean,
  success: boolean | null,
  world: OracleWorld,
): void {
  if (!clock.open) return;
  const missed = disordered ? null : lapse(clock, at, world);
  clock.open = false;
  clock.closing =
    missed === null
      ? { at, how: "kept", dueDay: null, success }
      : { at, how: "late", dueDay: missed.dueDay, success };
}

/** Something else ends the clock: void, unless it has lapsed, for a miss stands. */
export function end(clock: LivedClock, at: number, disordered: boolean, world: OracleWorld): void {
  if (!clock.open) return;
  const missed = disordered ? null : lapse(clock, at, world);
  clock.open = false;
  clock.closing =
    missed === null
      ? { at, how: "void", dueDay: null, success: null }
      : { at, how: "missed and ended", dueDay: missed.dueDay, success: null };
}

/** The day a miss belongs to: the due day, or the start day where the due had gone by before. */
export function missDay(clock: LivedClock, dueDay: string): string {
  return laterDay(dueDay, clock.startDay);
}
