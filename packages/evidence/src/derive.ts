import { type CaseAnswer, caseAnswer, referenceOf, toFact } from "@anshi/board";
import { type World, zone } from "@anshi/domain";
import type { StoredEvent } from "@anshi/ledger";
import { type DerivedFigure, deriveFigure } from "./derive-figure.js";
import type { Header } from "./header.js";
import { rulesOf } from "./rules-of.js";
import { Underivable } from "./underivable.js";

/** What follows from a pack's events: the case with its clocks, or the figure computed again. The same events give the same. */
export function derive(header: Header, events: readonly StoredEvent[]): CaseAnswer | DerivedFigure {
  const { about, ledger, asOf, knownAt } = header;
  if ("figure" in about) return deriveFigure(about.figure, header, events);
  const rules = rulesOf(header.ruleSet);
  const { calendar } = referenceOf(ledger, events.filter(isReference).map(toFact));
  if (calendar.versions.join("\n") !== header.calendar.join("\n"))
    throw new Underivable("the calendar that follows from the events is not the one stated");
  const world: World = { rules, calendar, zone: zone(header.zone) };
  const { kind, subject } = about.case;
  const own = events.filter(
    (event) =>
      event.subject === subject &&
      event.position <= knownAt &&
      (event.kind === kind || event.kind === "record"),
  );
  if (!own.some((event) => event.kind === kind)) throw new Underivable("no event of the case is there");
  return caseAnswer(kind, subject, own, asOf, world);
}

/** Whether an event says what holds for every case: a calendar, or what retracts one. */
function isReference({ kind }: StoredEvent): boolean {
  return kind === "calendar" || kind === "record";
}
