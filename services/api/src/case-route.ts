import { type CaseFact, readReference, toFact } from "@anshi/board";
import {
  assess,
  type CaseKind,
  type Clock,
  caseKinds,
  derive,
  dueAt,
  effective,
  formatDay,
  formatInstant,
  type Instant,
  isOpenAt,
  stateAt,
  type World,
} from "@anshi/domain";
import { head, readCases, type StoredEvent } from "@anshi/ledger";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

/** `GET /v1/cases/{kind}/{subject}`: the facts of a case in both times, its clocks and how each due comes about. */
export async function getCase(
  reading: Reading,
  kind: string,
  subject: string,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  const caseKind = caseKinds.find((each) => each === kind);
  if (caseKind === undefined) {
    throw new Problem(
      404,
      "not-found",
      `there is no kind of case of this name; known: ${caseKinds.join(", ")}`,
    );
  }
  const parameters = new Parameters(query).only("ledger", "asOf", "knownAt");
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const events = await readCases(
      client,
      at.ledger,
      [
        { kind: caseKind, subject },
        { kind: "record", subject },
      ],
      at.knownAt,
    );
    if (!events.some((event) => event.kind === caseKind)) {
      throw new Problem(404, "not-found", "no event of this case is known at this position");
    }
    const { calendar } = await readReference(client, at.ledger, at.knownAt);
    const last = await head(client, at.ledger);
    return {
      ...caseBody(caseKind, subject, events, at.asOf, { rules: at.rules, calendar, zone: at.zone }),
      head: { ledger: at.ledger, position: String(last.position) },
      asOf: formatInstant(at.asOf),
      knownAt: { position: String(at.knownAt) },
      calendar: calendar.versions,
      ruleSet: at.rules.version,
    };
  });
}

/** The case as of T: what is stamped after T has not happened yet, but classification counts as known. */
function caseBody(
  kind: CaseKind,
  subject: string,
  events: readonly StoredEvent[],
  t: Instant,
  world: World,
): object {
  const facts = events.map(toFact);
  const happened = facts.filter((fact) => fact.at <= t || fact.type === "io.anshi.record.retracted.v1");
  const { online } = assess(kind, facts, world);
  const { clocks, ratings, anomalies, holder } = assess(kind, happened, world);
  const odd = new Set(anomalies.map((fact) => fact.position));
  const standing = new Set(effective(facts).map((fact) => fact.position));
  const noteOf = (fact: CaseFact): string | null => {
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
    clocks: clocks.map((clock) => clockBody(clock, t, world)),
    ratings: ratings.map(({ unit, score, at }) => ({ unit, score, at: formatInstant(at) })),
  };
}

function clockBody(clock: Clock, t: Instant, world: World): object {
  const due = dueAt(clock, t) ?? clock.due;
  return {
    clock: clock.kind,
    startedBy: String(clock.startedBy.position),
    unit: clock.unit,
    origin: clock.origin,
    rule: clock.rule.version,
    basis: clock.rule.basis,
    state: stateAt(clock, t),
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
