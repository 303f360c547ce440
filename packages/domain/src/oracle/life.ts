import type { Fact } from "../clock/fact.js";
import { dayOf, nextDay } from "./days.js";
import { begin, dawn, dusk, end, extend, type LivedClock, lapse, stop } from "./lived-clock.js";
import { actOf, inOrder, isReceipt, kindOf, withoutRetracted } from "./order.js";
import type { OracleClockKind } from "./rules.js";
import type { OracleWorld } from "./world.js";

/** A case in the middle of its life. */
export interface Life {
  readonly world: OracleWorld;
  readonly clocks: LivedClock[];
  holder: string | null;
  /** Origin of the receipt that last took effect. */
  origin: string | null;
  /** Reason of the open suspension. */
  suspendedFor: string | null;
  /** What this receipt has seen so far. */
  mediationStarted: boolean;
  withdrawn: boolean;
  /** Facts met while nobody held the case. */
  waiting: Fact[];
  /** `agreed` and `terminated` met before the `accepted` they need. */
  waitingForAcceptance: Fact[];
  rating: { at: number; score: number; unit: string } | null;
}

/** Lives through a case day by day, morning to evening, up to the instant `T` (ms), and returns it as it then is. */
export function liveTo(facts: readonly Fact[], T: number, world: OracleWorld): Life {
  const life: Life = {
    world,
    clocks: [],
    holder: null,
    origin: null,
    suspendedFor: null,
    mediationStarted: false,
    withdrawn: false,
    waiting: [],
    waitingForAcceptance: [],
    rating: null,
  };
  const ahead = inOrder(withoutRetracted(facts).filter((fact) => fact.at <= T)).map((fact) => ({
    fact,
    day: dayOf(fact.at, world.offsetMinutes),
  }));
  const [first] = ahead;
  if (first === undefined) return life;
  const lastDay = dayOf(T, world.offsetMinutes);
  for (let day = first.day; day <= lastDay; day = nextDay(day)) {
    for (const clock of life.clocks) if (clock.open) dawn(clock, day, life.suspendedFor);
    for (let next = ahead[0]; next?.day === day; next = ahead[0]) {
      ahead.shift();
      meet(life, next.fact);
    }
    if (day === lastDay) break;
    for (const clock of life.clocks) if (clock.open) dusk(clock, day, world);
  }
  return life;
}

/** A fact comes in at its own instant. */
function meet(life: Life, fact: Fact): void {
  if (isReceipt(fact)) receive(life, fact);
  else if (life.holder === null) life.waiting.push(fact);
  else apply(life, fact, fact.at, false);
}

function receive(life: Life, fact: Fact): void {
  const unit = String(fact.data.unit);
  if (unit === life.holder && life.clocks.some((clock) => clock.open)) return;
  endAll(life, fact.at, false);
  life.holder = unit;
  life.suspendedFor = null;
  life.mediationStarted = false;
  life.withdrawn = false;
  startOn(life, fact);
  const waited = life.waiting;
  life.waiting = [];
  for (const waiter of waited) {
    if (life.holder === null) life.waiting.push(waiter);
    else apply(life, waiter, fact.at, true);
  }
}

function startOn(life: Life, fact: Fact): void {
  switch (kindOf(fact)) {
    case "complaint":
      start(life, "complaint.accept", fact, fact.at, null);
      break;
    case "lead": {
      const origin = String(fact.data.origin);
      if (origin !== "transferred") life.origin = origin;
      start(life, "lead.verify", fact, fact.at, null);
      if (life.origin === "assigned" || life.origin === "supervised")
        start(life, "lead.handle", fact, fact.at, fact.data);
      break;
    }
    case "dispatch":
      start(life, "dispatch.verify", fact, fact.at, fact.data);
      break;
    case "identity":
      start(life, "identity.claim", fact, fact.at, fact.data);
      break;
    case "odr":
      start(life, "odr.close", fact, fact.at, fact.data);
      break;
  }
}

function start(
  life: Life,
  kind: OracleClockKind,
  by: Fact,
  at: number,
  letter: Readonly<Record<string, unknown>> | null,
): void {
  if (life.holder === null) return;
  const { holder: unit, origin } = life;
  life.clocks.push(begin({ kind, startedBy: by.position, unit, origin, at, letter }, life.world));
}

/** A fact other than a receipt takes effect at the instant `at` while somebody holds the case. */
function apply(life: Life, fact: Fact, at: number, disordered: boolean): void {
  const { world } = life;
  switch (actOf(fact)) {
    case "transferred":
      if (fact.data.toUnit !== life.holder) leave(life, at, disordered);
      break;
    case "returned":
      leave(life, at, disordered);
      break;
    case "extended":
      for (const clock of life.clocks) extend(clock, at, fact.data.until, world);
      break;
    case "suspended":
      life.suspendedFor ??= String(fact.data.reason);
      break;
    case "resumed":
      life.suspendedFor = null;
      break;
    case "repeated":
      if (fact.data.newFacts === true) repeat(life, fact, at, disordered);
      break;
    case "accepted":
      accept(life, fact, at, disordered);
      break;
    case "rejected":
      stopAll(life, ["complaint.accept"], at, disordered, null);
      break;
    case "agreed":
    case "terminated":
      mediated(life, fact, at, disordered);
      break;
    case "withdrawn":
      withdraw(life, fact, at, disordered);
      break;
    case "verified":
      stopAll(life, ["lead.verify", "dispatch.verify"], at, disordered, null);
      break;
    case "completed":
      stopAll(life, ["lead.handle"], at, disordered, null);
      break;
    case "disposed":
      stopAll(life, ["identity.claim"], at, disordered, null);
      break;
    case "settled":
      stopAll(life, ["odr.close"], at, disordered, true);
      break;
    case "failed":
      stopAll(life, ["odr.close"], at, disordered, false);
      break;
    case "rated":
      if (life.holder !== null) life.rating = { at, score: Number(fact.data.score), unit: life.holder };
      break;
  }
}

function accept(life: Life, fact: Fact, at: number, disordered: boolean): void {
  if (life.mediationStarted || life.withdrawn) return;
  stopAll(life, ["complaint.accept"], at, disordered, null);
  life.mediationStarted = true;
  start(life, "complaint.mediate", fact, at, null);
  const waited = life.waitingForAcceptance;
  life.waitingForAcceptance = [];
  for (const waiter of waited) mediated(life, waiter, at, true);
}

function mediated(life: Life, fact: Fact, at: number, disordered: boolean): void {
  if (life.mediationStarted) stopAll(life, ["complaint.mediate"], at, disordered, actOf(fact) === "agreed");
  else life.waitingForAcceptance.push(fact);
}

function withdraw(life: Life, fact: Fact, at: number, disordered: boolean): void {
  if (kindOf(fact) === "complaint") {
    if (life.clocks.some((clock) => clock.open && clock.kind === "complaint.mediate")) {
      stopAll(life, ["complaint.mediate"], at, disordered, false);
      return;
    }
    life.withdrawn = true;
  }
  endAll(life, at, disordered);
}

function repeat(life: Life, fact: Fact, at: number, disordered: boolean): void {
  for (const clock of life.clocks) {
    if (clock.kind !== "lead.verify" || !clock.open) continue;
    if (disordered || lapse(clock, at, life.world) === null) end(clock, at, disordered, life.world);
  }
  start(life, "lead.verify", fact, at, null);
}

function leave(life: Life, at: number, disordered: boolean): void {
  endAll(life, at, disordered);
  life.holder = null;
  life.suspendedFor = null;
}

function endAll(life: Life, at: number, disordered: boolean): void {
  for (const clock of life.clocks) end(clock, at, disordered, life.world);
}

function stopAll(
  life: Life,
  kinds: readonly OracleClockKind[],
  at: number,
  disordered: boolean,
  success: boolean | null,
): void {
  for (const clock of life.clocks)
    if (kinds.includes(clock.kind)) stop(clock, at, disordered, success, life.world);
}
