import { canonical, ruleSet as rules, zone } from "@anshi/domain";
import type { Queryable } from "@anshi/ledger";
import { type BoardRow, board } from "../board.js";
import { figureId, type Publication, type PublishedFigure } from "./publication.js";
import { figuresOf } from "./read.js";

/** A published figure and what it is when computed again; one of them is missing where the other has no such figure. */
export interface FigureCheck {
  readonly figure: string;
  readonly measure: string;
  readonly unit: string;
  readonly published: BoardRow | null;
  readonly recomputed: BoardRow | null;
  /** Every member is the same, to the last digit. */
  readonly equal: boolean;
}

/** A publication was made under other rules than the board: a replay counts it anew, where this program has them. */
export class OtherRuleSet extends Error {
  override readonly name = "OtherRuleSet";
  constructor(readonly ruleSet: string) {
    super(
      `it was published under the rule set ${ruleSet}, and the board is made with another; see anshi replay`,
    );
  }
}

/**
 * Computes every figure of a publication again from the board, at its own (T, P), and holds it against
 * what was published. To be asked within one repeatable-read transaction. Rejects with NotYetProjected while the board has
 * not come to P, and with OtherRuleSet.
 */
export async function recompute(db: Queryable, publication: Publication): Promise<readonly FigureCheck[]> {
  const { ledger, asOf, knownAt, cohort, period, smallSample } = publication;
  if (publication.ruleSet !== rules.version) throw new OtherRuleSet(publication.ruleSet);
  const query = {
    ...{ ledger, asOf, knownAt, cohort, rules, smallSample },
    zone: zone(publication.zone),
    window: { from: period.from, to: period.to },
  };
  const { measures, calendar } = await board(db, query, "anew");
  const sameCalendar = calendar.join("\n") === publication.calendar.join("\n");
  return checks(publication.id, await figuresOf(db, publication), measures).map((check) =>
    sameCalendar ? check : { ...check, equal: false },
  );
}

/** Published figures held against rows, figure by figure. */
export function checks(
  id: string,
  published: readonly PublishedFigure[],
  rows: readonly BoardRow[],
): readonly FigureCheck[] {
  const recomputed = new Map(rows.map((row) => [figureId(id, row.measure, row.unit), row]));
  const figures = new Map(published.map((each) => [each.figure, rowOf(each)]));
  return [...new Set([...figures.keys(), ...recomputed.keys()])].map((figure) => {
    const [own = null, other = null] = [figures.get(figure), recomputed.get(figure)];
    const { measure, unit } = (own ?? other) as BoardRow;
    const equal = own !== null && other !== null && canonical(own) === canonical(other);
    return { figure, measure, unit, published: own, recomputed: other, equal };
  });
}

/** The row that was published, without what names it. */
export function rowOf({
  figure: _figure,
  formula: _formula,
  position: _position,
  ...row
}: PublishedFigure): BoardRow {
  return row;
}
