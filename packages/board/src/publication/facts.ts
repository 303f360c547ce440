import { createHash } from "node:crypto";
import {
  canonical,
  type Formula,
  formatDay,
  formatInstant,
  LARGEST_MESSAGE,
  measures,
  type Period,
  parseInstant,
  parsePeriod,
  SYSTEM_SOURCE,
} from "@anshi/domain";
import type { LedgerId, NewEvent, StoredEvent } from "@anshi/ledger";
import type { BoardRow } from "../board.js";
import {
  type Basis,
  BOARD_PUBLISHED,
  FIGURES_PUBLISHED,
  figureId,
  type Publication,
  type PublishedFigure,
  publicationId,
} from "./publication.js";

/** A board to be published. */
export interface Edition extends Basis {
  readonly period: Period;
  readonly edition: number;
  readonly at: number;
  readonly rows: readonly BoardRow[];
}

/** Room for the attributes and the basis around the figures of one fact. */
const MOST_BYTES = LARGEST_MESSAGE - 8_192;

/**
 * The facts of a publication: the figures of each measure – several facts where they would be too long for one – and at last
 * that the board was published, with the hash of each of them. Every fact says by itself what its figures are a function of.
 * The ids follow from the period and the edition, so that an edition cannot be recorded twice.
 */
export function factsOf(edition: Edition): readonly NewEvent[] {
  const id = publicationId(edition.period.name, edition.edition);
  const parts = measures.flatMap(({ id: measure, formula }) => {
    const chunks = chunked(edition.rows.filter((row) => row.measure === measure));
    return chunks.map((figures, nth) =>
      fact(edition, FIGURES_PUBLISHED, `${id}:${measure}${nth === 0 ? "" : `:${nth + 1}`}`, {
        publication: id,
        measure,
        formula,
        figures,
      }),
    );
  });
  const published = fact(edition, BOARD_PUBLISHED, id, {
    period: {
      kind: edition.period.kind,
      name: edition.period.name,
      from: formatDay(edition.period.from),
      to: formatDay(edition.period.to),
    },
    edition: edition.edition,
    figures: edition.rows.length,
    parts: parts.map((part) => ({
      id: part.id,
      sha256: partHash(part.body),
    })),
  });
  return [...parts, published];
}

function fact(edition: Edition, type: string, id: string, own: Readonly<Record<string, unknown>>): NewEvent {
  const { period, edition: nth, cohort, ruleSet, calendar, zone, smallSample } = edition;
  const subject = publicationId(period.name, nth);
  const time = formatInstant(edition.at);
  const data = {
    ...{ ledger: edition.ledger, asOf: formatInstant(edition.asOf), knownAt: String(edition.knownAt) },
    ...{ cohort, ruleSet, calendar, zone, smallSample },
    ...own,
  };
  const body = canonical({ specversion: "1.0", id, source: SYSTEM_SOURCE, type, subject, time, data });
  return { source: SYSTEM_SOURCE, id, type, subject, time, body };
}

/** Rows in runs that each fit one fact. */
function chunked(rows: readonly BoardRow[]): readonly (readonly BoardRow[])[] {
  const chunks: BoardRow[][] = [];
  let room = 0;
  for (const row of rows) {
    const bytes = Buffer.byteLength(canonical(row)) + 1;
    if (bytes > room) {
      chunks.push([]);
      room = MOST_BYTES;
    }
    chunks.at(-1)?.push(row);
    room -= bytes;
  }
  return chunks;
}

interface BasisData {
  readonly ledger: string;
  readonly asOf: string;
  readonly knownAt: string;
  readonly cohort: Basis["cohort"];
  readonly ruleSet: string;
  readonly calendar: readonly string[];
  readonly zone: string;
  readonly smallSample: number;
}

interface BoardData extends BasisData {
  readonly period: { readonly name: string };
  readonly edition: number;
  readonly figures: number;
  readonly parts: readonly PublishedPart[];
}

/** A fact that holds figures, as the fact of their publication names it. */
export interface PublishedPart {
  readonly id: string;
  /** Of its body. */
  readonly sha256: string;
}

interface FiguresData extends BasisData {
  readonly publication: string;
  readonly formula: Formula;
  readonly figures: readonly BoardRow[];
}

function dataOf<T>(event: StoredEvent): T {
  return (JSON.parse(event.body) as { readonly data: T }).data;
}

/** By which a publication names a fact that holds figures. */
export function partHash(body: string): string {
  return createHash("sha256").update(body, "utf8").digest("hex");
}

/** The publication that a stored fact says was made; throws for a fact of another type. */
export function toPublication(event: StoredEvent): Publication {
  const data = dataOf<BoardData>(event);
  const period = parsePeriod(data.period.name);
  if (event.type !== BOARD_PUBLISHED || period === undefined)
    throw new Error(`position ${event.position} publishes no board`);
  return {
    ...basisOf(data),
    id: publicationId(period.name, data.edition),
    period,
    edition: data.edition,
    position: event.position,
    publishedAt: event.recordedAt,
    figures: data.figures,
  };
}

/** The facts that hold the figures of a publication, as its own fact names them. */
export function partsOf(event: StoredEvent): readonly PublishedPart[] {
  return dataOf<BoardData>(event).parts;
}

/** The figures that a stored fact holds. */
export function toFigures(event: StoredEvent): readonly PublishedFigure[] {
  const { publication, formula, figures } = dataOf<FiguresData>(event);
  return figures.map((row) => ({
    figure: figureId(publication, row.measure, row.unit),
    formula,
    position: event.position,
    ...row,
  }));
}

function basisOf(data: BasisData): Basis {
  const { cohort, ruleSet, calendar, zone, smallSample } = data;
  return {
    ...{ cohort, ruleSet, calendar, zone, smallSample },
    ledger: data.ledger as LedgerId,
    asOf: parseInstant(data.asOf) ?? Number.NaN,
    knownAt: BigInt(data.knownAt),
  };
}
