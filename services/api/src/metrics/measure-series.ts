import type { BoardRow } from "@anshi/board";
import type { UnitTree } from "@anshi/domain";

/** The board in integers. A rate is left to the reader: `numerator` through `counted`, added up before it is divided. */
export const measureGauges = {
  kept: "Clocks stopped on time",
  late: "Clocks stopped after the lapse",
  overdue: "Clocks lapsed and not stopped",
  pending: "Clocks running and not lapsed, in every window",
  void: "Clocks ended before the lapse by something other than the act; they count nowhere",
  counted: "Denominator of the rate; 0: no data",
  numerator: "Numerator of the rate; of 25.3 the sum of scores",
  unclassified: "Clocks that may belong here, could one tell",
  late_budget: "How many more may be missed before the rate falls below its line; negative below it",
  threshold_ratio: "Line the rate is held against, 0 to 1",
  met: "1: the rate is at or above its line",
  near_due: "Clocks pending and due within so many working days",
  long_overdue: "Clocks open and overdue for more than so many days",
} as const;

export type MeasureGauge = keyof typeof measureGauges;

/** One series of the board. */
export interface Series {
  readonly gauge: MeasureGauge;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of its unit: 0 the root, 1 what hangs under it, 2 all that is deeper. */
  readonly depth: number;
}

/** The series of one board. What has no data or no line has no series of it, rather than a 0 that would read as a miss. */
export function measureSeries(
  ledger: string,
  window: string,
  rows: readonly BoardRow[],
  tree: UnitTree,
): readonly Series[] {
  return rows.flatMap((row) => {
    const labels = { ledger, measure: row.measure, unit: row.unit, window };
    const depth = depthOf(row.unit, tree);
    const values: readonly (readonly [MeasureGauge, number | null])[] = [
      ["kept", row.kept],
      ["late", row.late],
      ["overdue", row.overdue],
      ["pending", row.pending],
      ["void", row.void],
      ["counted", row.counted],
      ["numerator", row.numerator],
      ["unclassified", row.unclassified],
      ["late_budget", row.lateBudget],
      ["threshold_ratio", row.threshold],
      ["met", row.met === null ? null : Number(row.met)],
    ];
    return values.flatMap(([gauge, value]) => (value === null ? [] : [{ gauge, labels, value, depth }]));
  });
}

/** A count of what is open, of the same rows, one series each; `last` are the labels it has besides theirs. */
export function openSeries(
  gauge: "near_due" | "long_overdue",
  ledger: string,
  last: Readonly<Record<string, string>>,
  rows: readonly BoardRow[],
  open: readonly { readonly measure: string; readonly unit: string; readonly count: number }[],
  tree: UnitTree,
): readonly Series[] {
  const counts = new Map(open.map(({ measure, unit, count }) => [`${measure} ${unit}`, count]));
  return rows.map(({ measure, unit }) => ({
    gauge,
    labels: { ledger, measure, unit, ...last },
    value: counts.get(`${measure} ${unit}`) ?? 0,
    depth: depthOf(unit, tree),
  }));
}

function depthOf(unit: string, tree: UnitTree): number {
  return Math.min(tree.upward(unit).length - 1, 2);
}
