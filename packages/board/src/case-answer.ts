import {
  assess,
  type CaseKind,
  type Clock,
  type ClockKind,
  type Derivation,
  derive,
  dueAt,
  effective,
  formatDay,
  formatInstant,
  type Instant,
  isOpenAt,
  type Origin,
  type State,
  stateAt,
  type World,
} from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";
import { type CaseFact, toFact } from "./fact.js";

/** A fact of a case in both times. */
export interface FactAnswer {
  readonly position: string;
  readonly type: string;
  readonly time: string;
  readonly recordedAt: string | null;
  readonly source: string;
  readonly id: string;
  readonly data: CaseFact["data"];
  readonly note: "retracted" | "anomaly" | "future" | null;
}

/** A clock of a case, and how its due comes about. */
export interface ClockAnswer {
  readonly clock: ClockKind;
  readonly startedBy: string;
  readonly unit: string;
  readonly origin: Origin | null;
  readonly rule: string;
  readonly basis: string;
  readonly state: State | null;
  readonly open: boolean;
  readonly start: string;
  readonly due: string | null;
  readonly lapse: string | null;
  readonly closed: string | null;
  readonly closedBy: string | null;
  readonly disordered: boolean;
  readonly lateExtension: boolean;
  readonly provisional: boolean;
  readonly suspendedSince: string | null;
  readonly derivation: Derivation;
}

/** A case as JSON answers it. */
export interface CaseAnswer {
  readonly case: {
    readonly kind: CaseKind;
    readonly subject: string;
    readonly online: boolean | null;
    readonly holder: string | null;
  };
  readonly facts: readonly FactAnswer[];
  readonly clocks: readonly ClockAnswer[];
  readonly ratings: readonly { readonly unit: string | null; readonly score: number; readonly at: string }[];
}

/**
 * A case as of T, from its events and the retractions of its subject, as JSON answers it: its facts in both times, its clocks and how each
 * due comes about. What is stamped after T has not happened yet, but classification counts as known.
 */
export function caseAnswer(
  kind: CaseKind,
  subject: string,
  events: readonly StoredEvent[],
  t: Instant,
  world: World,
): CaseAnswer {
  const facts = events.map(toFact);
  const happened = facts.filter((fact) => fact.at <= t || fact.type === "io.anshi.record.retracted.v1");
  const { online } = assess(kind, facts, world);
  const { clocks, ratings, anomalies, holder } = assess(kind, happened, world);
  const odd = new Set(anomalies.map((fact) => fact.position));
  const standing = new Set(effective(facts).map((fact) => fact.position));
  const noteOf = (fact: CaseFact): FactAnswer["note"] => {
    if (!standing.has(fact.position) && fact.type !== "io.anshi.record.retracted.v1") return "retracted";
    if (odd.has(fact.position)) return "anomaly";
    return fact.at > t ? "future" : null;
  };
  return {
    case: { kind, subject, online, holder },
    facts: facts
      .map((fact, index) => ({ fact, event: events[index] }))
      .sort((a, b) => a.fact.at - b.fact.at || Number(a.fact.position - b.fact.position))
      .map(({ fact, event }) => ({
        position: String(fact.position),
        type: fact.type,
        time: formatInstant(fact.at),
        recordedAt: event === undefined ? null : formatInstant(event.recordedAt),
        source: fact.source,
        id: fact.id,
        data: fact.data,
        note: noteOf(fact),
      })),
    clocks: clocks.map((clock) => clockAnswer(clock, t, world)),
    ratings: ratings.map(({ unit, score, at }) => ({ unit, score, at: formatInstant(at) })),
  };
}

function clockAnswer(clock: Clock, t: Instant, world: World): ClockAnswer {
  const due = dueAt(clock, t) ?? clock.due;
  return {
    clock: clock.kind,
    startedBy: String(clock.startedBy.position),
    unit: clock.unit,
    origin: clock.origin,
    rule: clock.rule.version,
    basis: clock.rule.basis,
    state: stateAt(clock, t) ?? null,
    open: isOpenAt(clock, t),
    start: formatInstant(clock.start),
    due: due.day === null ? null : formatDay(due.day),
    lapse: due.lapse === null ? null : formatInstant(due.lapse),
    closed: clock.close === null ? null : formatInstant(clock.close),
    closedBy: clock.closedBy,
    disordered: clock.disordered,
    lateExtension: clock.lateExtension,
    provisional: clock.due.provisional,
    suspendedSince: clock.suspendedSince === null ? null : formatDay(clock.suspendedSince),
    derivation: derive(clock, world.calendar, world.zone),
  };
}
