import { type Measure, measures } from "@anshi/domain";
import type { BoardRow } from "../api/answers.js";
import { integer } from "../format/number.js";
import type { Language } from "../language/language.js";

const byId = new Map<string, Measure>(measures.map((measure) => [measure.id, measure]));

/** A measure by its number. */
export const measureOf = (id: string): Measure | undefined => byId.get(id);

/** What a measure is called. */
export function measureName(id: string, language: Language): string {
  const measure = byId.get(id);
  return (language === "zh" ? measure?.name : measure?.english) ?? id;
}

/** The figure itself: percent cut towards failure as the service prints it, or the mean score likewise; `null` without data. */
export function rateOf(row: BoardRow): string | null {
  if (row.rateText !== null) return `${row.rateText}%`;
  if (row.sum === undefined || row.count === undefined || row.count === 0) return null;
  const hundredths = Math.floor((100 * row.sum) / row.count);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** `60,054/90,500`. */
export const fractionOf = (row: BoardRow): string => `${integer(row.numerator)}/${integer(row.counted)}`;

/** A rate or score as one number, to compare and to draw; `null` without data. */
export const ratioOf = (row: BoardRow | undefined): number | null =>
  row === undefined || row.counted === 0 ? null : row.numerator / row.counted;

/** `95%`, `58.3%`; of satisfaction `3.81`. */
export function lineText(row: BoardRow): string {
  if (row.threshold === null) return "";
  return row.sum === undefined ? `${Number((100 * row.threshold).toFixed(4))}%` : String(row.threshold);
}

/** The measures that earn their point only together. */
export const pairOf: Readonly<Record<string, readonly [point: string, other: string]>> = {
  "17.2a": ["17.2", "17.2b"],
  "17.2b": ["17.2", "17.2a"],
  "25.1a": ["25.1", "25.1b"],
  "25.1b": ["25.1", "25.1a"],
};
