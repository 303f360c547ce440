import { type Day, type Instant, parseDay, parseInstant, type Zone } from "../time/index.js";
import type { Clock, DueStep, Origin, Outcome } from "./clock.js";
import { type Due, dueOf, type FixedDate, type Terms } from "./due.js";
import type { Fact } from "./fact.js";
import { type ClockKind, type Rule, ruleFor } from "./rule.js";
import type { World } from "./world.js";

/** A clock while the facts of its case are being folded. */
export class RunningClock {
  private outcome: Outcome = "open";
  private close: Instant | null = null;
  private closedBy: string | null = null;
  private disordered = false;
  private lateExtension = false;
  private due: Due;
  private readonly steps: DueStep[];

  constructor(
    readonly kind: ClockKind,
    private readonly startedBy: Fact,
    private readonly start: Instant,
    private readonly unit: string,
    private readonly origin: Origin | null,
    private readonly rule: Rule,
    private terms: Terms,
    private readonly world: World,
  ) {
    this.due = dueOf(terms, world.calendar, world.zone);
    this.steps = [{ from: start, ...this.due }];
  }

  /** Neither its act nor an ending has come: an overdue clock is open too. */
  get isOpen(): boolean {
    return this.outcome === "open";
  }

  hasLapsed(at: Instant): boolean {
    return this.due.lapse !== null && at >= this.due.lapse;
  }

  /** The act: on time before the lapse, or when it came before the receipt it needed. */
  stop(act: string, at: Instant, disordered: boolean): void {
    this.closeWith(disordered || !this.hasLapsed(at) ? "kept" : "late", act, at, disordered);
  }

  /** An ending that is not the act: void before the lapse; after it the miss stands. */
  end(ending: string, at: Instant, disordered: boolean): void {
    this.closeWith(disordered || !this.hasLapsed(at) ? "void" : "ended", ending, at, disordered);
  }

  private closeWith(outcome: Outcome, by: string, at: Instant, disordered: boolean): void {
    this.outcome = outcome;
    this.close = at;
    this.closedBy = by;
    this.disordered = disordered;
  }

  /** The first extension before the lapse counts; says whether the fact concerned this clock at all. */
  extend(until: unknown, at: Instant): boolean {
    if (this.rule.extension === null) return false;
    if (this.hasLapsed(at)) {
      this.lateExtension = true;
      return true;
    }
    if (this.terms.extension !== null) return false;
    const day = typeof until === "string" ? parseDay(until) : undefined;
    const setOn = this.world.zone.dayOf(at);
    const extension =
      day === undefined ? { days: this.rule.extension } : { until: { day, wallClock: null, setOn } };
    this.restate({ ...this.terms, extension }, at);
    return true;
  }

  /** Days after the local day of `from` are not counted until it resumes, if the rule lists the reason. */
  suspend(reason: string, from: Instant, at: Instant): void {
    if (!this.rule.suspendedBy.includes(reason)) return;
    const suspension = { from: this.world.zone.dayOf(from), to: null, reason };
    this.restate({ ...this.terms, suspensions: [...this.terms.suspensions, suspension] }, at);
  }

  resume(at: Instant): void {
    const last = this.terms.suspensions.at(-1);
    if (last === undefined || last.to !== null) return;
    const ended = { ...last, to: this.world.zone.dayOf(at) };
    this.restate({ ...this.terms, suspensions: [...this.terms.suspensions.slice(0, -1), ended] }, at);
  }

  private restate(terms: Terms, at: Instant): void {
    this.terms = terms;
    const due = dueOf(terms, this.world.calendar, this.world.zone);
    if (due.day === this.due.day && due.lapse === this.due.lapse && due.provisional === this.due.provisional)
      return;
    this.due = due;
    if (this.steps.at(-1)?.from === at) this.steps.pop();
    this.steps.push({ from: at, ...due });
  }

  /** The clock as a row. */
  row(): Clock {
    const { zone } = this.world;
    const last = this.terms.suspensions.at(-1);
    return {
      kind: this.kind,
      startedBy: this.startedBy,
      unit: this.unit,
      origin: this.origin,
      rule: this.rule,
      start: this.start,
      startDay: this.terms.startDay,
      due: this.due,
      dueSteps: this.steps,
      outcome: this.outcome,
      close: this.close,
      closeDay: this.close === null ? null : zone.dayOf(this.close),
      closedBy: this.closedBy,
      disordered: this.disordered,
      lateExtension: this.lateExtension,
      suspendedSince:
        this.isOpen && last !== undefined && last.to === null && this.due.day === null ? last.from : null,
      terms: this.terms,
    };
  }
}

/** Starts a clock at an instant, under the rule in force on that local day. */
export function startClock(
  kind: ClockKind,
  fact: Fact,
  at: Instant,
  unit: string,
  origin: Origin | null,
  world: World,
): RunningClock {
  const startDay = world.zone.dayOf(at);
  const rule = ruleFor(world.rules, kind, startDay);
  const terms: Terms = {
    startDay,
    fixed: rule.setByReceipt ? fixedBy(fact, startDay, world.zone) : null,
    length: rule.length,
    rollover: rule.rollover,
    extension: null,
    suspensions: [],
  };
  return new RunningClock(kind, fact, at, unit, origin, rule, terms, world);
}

/** The date that a receipt itself sets: `dueAt`, an instant, or `dueOn`, to the end of that day. */
function fixedBy(fact: Fact, setOn: Day, zone: Zone): FixedDate | null {
  const { dueAt, dueOn } = fact.data;
  const instant = typeof dueAt === "string" ? parseInstant(dueAt) : undefined;
  if (instant !== undefined) return { day: zone.dayOf(instant), wallClock: zone.wallClock(instant), setOn };
  const day = typeof dueOn === "string" ? parseDay(dueOn) : undefined;
  return day === undefined ? null : { day, wallClock: null, setOn };
}
