import { figuresOf, publicationOf, readReference } from "@anshi/board";
import { type CaseKind, type Instant, ruleSet } from "@anshi/domain";
import {
  type LedgerId,
  lastSeal,
  type Position,
  prover,
  type Queryable,
  readCases,
  readKinds,
  type Seal,
  type StoredEvent,
  sealOf,
} from "@anshi/ledger";
import { CannotProve } from "./cannot-prove.js";
import { kindOfMeasure, referenceKinds } from "./derive-figure.js";
import type { Header } from "./header.js";
import { pack } from "./pack.js";

export interface CaseAsked {
  readonly ledger: LedgerId;
  readonly zone: string;
  readonly kind: CaseKind;
  readonly subject: string;
  /** Default: when the last seal was made. */
  readonly asOf?: Instant | undefined;
  /** Default: what the last seal covers. */
  readonly knownAt?: Position | undefined;
}

/** Events a pack may hold: one is made, and checked, in memory. */
const MOST_EVENTS = 200_000;

/**
 * The evidence pack of a case. Of what the last seal covers; without another seal, the same pack each time. To be asked within one
 * repeatable-read transaction. Rejects with CannotProve.
 */
export async function casePack(db: Queryable, asked: CaseAsked): Promise<Buffer> {
  const { ledger, zone, kind, subject } = asked;
  const seal = await standingSeal(db, ledger);
  const knownAt = asked.knownAt ?? seal.position;
  mustCover(seal, knownAt);
  const own = await readCases(
    db,
    ledger,
    [
      { kind, subject },
      { kind: "record", subject },
    ],
    knownAt,
  );
  if (!own.some((event) => event.kind === kind))
    throw new CannotProve(
      "not-found",
      "no event of this case is known at this position; what came after the last seal is proved after the next",
    );
  const calendars = await withRetractions(db, ledger, ["calendar"], knownAt);
  const { calendar } = await readReference(db, ledger, knownAt);
  const header: Header = {
    ...{ ledger, about: { case: { kind, subject } }, zone, knownAt },
    asOf: asked.asOf ?? seal.sealedAt,
    ruleSet: ruleSet.version,
    calendar: calendar.versions,
  };
  return proved(db, header, [...own, ...calendars], seal);
}

/** The evidence pack of a published figure: every event it follows from. As `casePack`. */
export async function figurePack(db: Queryable, ledger: LedgerId, figure: string): Promise<Buffer> {
  const [id = "", measure = ""] = figure.split(":");
  const publication = await publicationOf(db, ledger, id);
  const own = publication === undefined ? [] : await figuresOf(db, publication);
  const found = own.find((each) => each.figure === figure);
  const kind = kindOfMeasure(measure);
  if (publication === undefined || found === undefined || kind === undefined)
    throw new CannotProve("not-found", "there is no published figure of this name: PUBLICATION:MEASURE:UNIT");
  const seal = await standingSeal(db, ledger);
  mustCover(seal, publication.position);
  const { knownAt } = publication;
  const cases = await readKinds(db, ledger, [kind], knownAt);
  if (cases.length > MOST_EVENTS)
    throw new CannotProve(
      "too-large",
      `the figure follows from ${cases.length} events; a pack holds ${MOST_EVENTS}`,
    );
  const events = [
    ...cases,
    ...(await readKinds(db, ledger, ["record", ...referenceKinds], knownAt)),
    ...(await readKinds(db, ledger, ["board"], publication.position, [publication.id])),
    ...(await readKinds(db, ledger, ["figures"], found.position, [publication.id])).filter(
      ({ position }) => position === found.position,
    ),
  ];
  const { asOf, zone, ruleSet: rules, calendar } = publication;
  const header: Header = { ledger, about: { figure }, zone, asOf, knownAt, ruleSet: rules, calendar };
  return proved(db, header, events, seal);
}

async function proved(
  db: Queryable,
  header: Header,
  events: readonly StoredEvent[],
  seal: Seal,
): Promise<Buffer> {
  const inOrder = [...new Map(events.map((event) => [event.position, event])).values()].sort((a, b) =>
    a.position < b.position ? -1 : 1,
  );
  const prove = await prover(db, header.ledger);
  const proof = await prove.membership(
    inOrder.map(({ position }) => position),
    seal,
  );
  return pack({ header, events: inOrder, seal, proof });
}

async function standingSeal(db: Queryable, ledger: LedgerId): Promise<Seal> {
  const stored = await lastSeal(db, ledger);
  if (stored === undefined) throw new CannotProve("not-sealed", "nothing is sealed yet; `anshi seal` seals");
  const seal = sealOf(ledger, stored);
  if (seal === undefined)
    throw new CannotProve("damaged", `seal ${stored.number} was altered; \`anshi verify\` tells what was`);
  return seal;
}

function mustCover(seal: Seal, position: Position): void {
  if (position > seal.position)
    throw new CannotProve(
      "not-sealed",
      `the last seal ends at position ${seal.position}; \`anshi seal\` makes another`,
    );
}

async function withRetractions(
  db: Queryable,
  ledger: LedgerId,
  kinds: readonly string[],
  upTo: Position,
): Promise<readonly StoredEvent[]> {
  const events = await readKinds(db, ledger, kinds, upTo);
  const subjects = [...new Set(events.map(({ subject }) => subject))];
  return subjects.length === 0
    ? []
    : [...events, ...(await readKinds(db, ledger, ["record"], upTo, subjects))];
}
