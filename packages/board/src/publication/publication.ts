import type { Cohort, Formula, Instant, Period } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { BoardRow } from "../board.js";

/** All that a published board is a function of, besides the ledger: whoever has it can recompute every figure. */
export interface Basis {
  readonly ledger: LedgerId;
  readonly asOf: Instant;
  readonly knownAt: bigint;
  readonly cohort: Cohort;
  readonly ruleSet: string;
  readonly calendar: readonly string[];
  /** IANA name of the time zone that local days are of. */
  readonly zone: string;
  /** Fewer counted than this were marked as a small sample. */
  readonly smallSample: number;
}

/** A published board, as the ledger holds it. */
export interface Publication extends Basis {
  /** The period's name and the edition: `2026-10.1`. */
  readonly id: string;
  readonly period: Period;
  /** From 1; a period is published again only on demand, and each edition stays. */
  readonly edition: number;
  /** Position of the fact that it was published; those of its figures stand before it. */
  readonly position: bigint;
  readonly publishedAt: Instant;
  /** How many figures it has. */
  readonly figures: number;
}

/** A published figure. */
export interface PublishedFigure extends BoardRow {
  /** Names it: the publication, the measure, the unit. */
  readonly figure: string;
  readonly formula: Formula;
  /** Position of the fact that holds it. */
  readonly position: bigint;
}

/** Names a figure of a publication: `2026-10.1:19.1:320902`. */
export function figureId(publication: string, measure: string, unit: string): string {
  return `${publication}:${measure}:${unit}`;
}

/** The id of a period's edition. */
export function publicationId(period: string, edition: number): string {
  return `${period}.${edition}`;
}

/** The types of the facts a publication consists of; no door takes them in. */
export const BOARD_PUBLISHED = "io.anshi.board.published.v1";
export const FIGURES_PUBLISHED = "io.anshi.figures.published.v1";
