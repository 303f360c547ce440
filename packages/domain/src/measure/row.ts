import { type ClockKind, compareBytes } from "../clock/index.js";
import type { UnitTree } from "../unit/index.js";
import type { Comparator } from "./comparator.js";
import { add, type Cohort, type Counts, noCounts, type Slot, type SlotCounts } from "./counts.js";
import { figureLine, lineValue } from "./line.js";
import { type Measure, measures } from "./measure.js";
import { earns, lateBudget, meets, rateText } from "./rate.js";

/** One figure of the board: a measure of one unit, its subtree rolled up. */
export interface MeasureRow {
  readonly measure: string;
  readonly unit: string;
  /** The cohort the integers are of; the disposal rate is always of what was received. */
  readonly cohort: Cohort;
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
  readonly pending: number;
  readonly void: number;
  /** The denominator of the rate. */
  readonly counted: number;
  /** What the rate divides by `counted`; for the mean score the sum of scores. */
  readonly numerator: number;
  /** 0 to 1; `null`: no data (无数据). */
  readonly rate: number | null;
  /** Percent with two decimals, cut towards failure. */
  readonly rateText: string | null;
  /** The line: of the instrument, or the national figure; of satisfaction a score. */
  readonly threshold: number | null;
  /** The national figure that is the line, where the instrument sets none. */
  readonly comparator: { readonly period: string; readonly basis: string } | null;
  readonly operator: ">=" | null;
  /** At or above the line; `null`: no data or no line. */
  readonly met: boolean | null;
  /** Below the line with enough counted to say so; `null` as `met`. */
  readonly alert: boolean | null;
  /** Fewer counted than a rate can stand on. */
  readonly smallSample: boolean;
  /** The point of the official text is earned (it scores strictly); `null` as `met`. */
  readonly earned: boolean | null;
  readonly lateBudget: number | null;
  /** Clocks that may belong here, could one tell: online flag or origin unknown (未分类). */
  readonly unclassified: number;
  readonly provisional: number;
  readonly denominator?: number;
  readonly sum?: number;
  readonly count?: number;
}

/** Whether a slot counts in a measure; `null`: not classified yet. */
export function belongs(measure: Measure, slot: Slot): boolean | null {
  if (slot.clock !== measure.clock) return false;
  const online = measure.onlineOnly ? slot.online : true;
  const origin =
    measure.origins === null ? true : slot.origin === null ? null : measure.origins.includes(slot.origin);
  if (online === false || origin === false) return false;
  return online === null || origin === null ? null : true;
}

/**
 * Rows of every measure for the units asked (default: every unit registered or met, and the root), from the
 * counts of slots. The disposal measure reads the `received` counts among them, all others those of `cohort`.
 */
export function measureRows(
  slots: readonly SlotCounts[],
  tree: UnitTree,
  cohort: Cohort,
  options: {
    readonly units?: readonly string[];
    readonly measures?: readonly string[];
    readonly smallSample?: number;
    /** The national figure a measure without a line of its own is held against. */
    readonly comparatorOf?: (measure: string) => Comparator | undefined;
  } = {},
): readonly MeasureRow[] {
  const units = options.units ?? unitsShown(slots, tree);
  const rows: MeasureRow[] = [];
  for (const measure of measures) {
    if (options.measures !== undefined && !options.measures.includes(measure.id)) continue;
    const own = cohortOf(measure, cohort);
    const totals = rollUp(
      measure,
      slots.filter((slot) => slot.cohort === own),
      tree,
    );
    const comparator = measure.line === null ? options.comparatorOf?.(measure.id) : undefined;
    for (const unit of units) {
      const total = totals.get(unit);
      rows.push(
        row(
          measure,
          unit,
          own,
          total?.counts ?? noCounts,
          total?.unclassified ?? 0,
          options.smallSample ?? 20,
          comparator,
        ),
      );
    }
  }
  return rows;
}

/**
 * The root, then every unit registered or met, bytewise: the same board is the same text. Met are the units of what some
 * measure may count.
 */
function unitsShown(slots: readonly SlotCounts[], tree: UnitTree): readonly string[] {
  const met = slots.filter((slot) => measures.some((measure) => belongs(measure, slot) !== false));
  const others = new Set([...tree.units.keys(), ...met.map((slot) => slot.unit)]);
  others.delete(tree.root);
  return [tree.root, ...[...others].sort(compareBytes)];
}

interface Total {
  counts: Counts;
  unclassified: number;
}

function rollUp(measure: Measure, slots: readonly SlotCounts[], tree: UnitTree): ReadonlyMap<string, Total> {
  const totals = new Map<string, Total>();
  for (const slot of slots) {
    const belonging = belongs(measure, slot);
    if (belonging === false) continue;
    for (const unit of tree.upward(slot.unit)) {
      let total = totals.get(unit);
      if (total === undefined) {
        total = { counts: noCounts, unclassified: 0 };
        totals.set(unit, total);
      }
      const { counts } = slot;
      if (belonging) total.counts = add(total.counts, counts);
      else total.unclassified += unclassifiedOf(counts);
    }
  }
  return totals;
}

function row(
  measure: Measure,
  unit: string,
  cohort: Cohort,
  counts: Counts,
  unclassified: number,
  smallSample: number,
  comparator: Comparator | undefined,
): MeasureRow {
  const { numerator, counted } = fraction(measure, cohort, counts);
  const noData = counted === 0;
  const line = comparator === undefined ? measure.line : figureLine(comparator.value);
  const small = counted < smallSample;
  const rated = measure.formula !== "satisfaction";
  const met = line === null || noData ? null : meets(line, numerator, counted);
  return {
    measure: measure.id,
    unit,
    cohort,
    kept: counts.kept,
    late: counts.late,
    overdue: counts.overdue,
    pending: counts.pending,
    void: counts.void,
    counted,
    numerator,
    rate: noData || !rated ? null : numerator / counted,
    rateText: rated ? rateText(numerator, counted) : null,
    threshold: line === null ? null : lineValue(line),
    comparator: comparator === undefined ? null : { period: comparator.period, basis: comparator.basis },
    operator: line === null ? null : ">=",
    met,
    alert: met === null ? null : !met && !small,
    smallSample: small,
    earned: line === null || noData ? null : earns(line, numerator, counted),
    lateBudget: line === null || noData || !rated ? null : lateBudget(line, numerator, counted),
    unclassified,
    provisional: counts.provisional,
    ...(measure.formula === "success" ? { denominator: counted } : {}),
    ...(measure.formula === "satisfaction" ? { sum: counts.scores, count: counts.ratings } : {}),
  };
}

/** The integers a row is made of: they add up over slots and units. */
export interface Integers {
  readonly kept: number;
  readonly late: number;
  readonly overdue: number;
  readonly pending: number;
  readonly void: number;
  readonly provisional: number;
  readonly numerator: number;
  readonly counted: number;
  readonly unclassified: number;
}

export const noIntegers: Integers = {
  ...{ kept: 0, late: 0, overdue: 0, pending: 0, void: 0, provisional: 0 },
  ...{ numerator: 0, counted: 0, unclassified: 0 },
};

/** What counts of a slot add to a row of a measure; of a slot that may belong, only to its unclassified. */
export function integersOf(measure: Measure, slot: Slot, cohort: Cohort, counts: Counts): Integers {
  const belonging = belongs(measure, slot);
  if (belonging === false) return noIntegers;
  if (belonging === null) return { ...noIntegers, unclassified: unclassifiedOf(counts) };
  const { kept, late, overdue, pending, void: voided, provisional } = counts;
  return {
    ...{ kept, late, overdue, pending, void: voided, provisional, unclassified: 0 },
    ...fraction(measure, cohort, counts),
  };
}

/** The cohort a measure reads when a board is asked for one. */
export function cohortOf(measure: Measure, asked: Cohort): Cohort {
  return measure.formula === "disposal" ? "received" : asked;
}

/** Clocks whose measure reads what was received in the window, whatever the cohort asked (11.2). */
export const alwaysReceived: ReadonlySet<ClockKind> = new Set(
  measures.filter((measure) => cohortOf(measure, "settled") === "received").map(({ clock }) => clock),
);

function unclassifiedOf({ kept, late, overdue, pending }: Counts): number {
  return kept + late + overdue + pending;
}

function fraction(
  measure: Measure,
  cohort: Cohort,
  counts: Counts,
): { readonly numerator: number; readonly counted: number } {
  const { kept, late, overdue, pending } = counts;
  switch (measure.formula) {
    case "on-time":
      return { numerator: kept, counted: kept + late + overdue };
    case "completion":
      // Of what was stopped everything is completed: the closed cohort says nothing here (无数据).
      if (cohort === "closed") return { numerator: 0, counted: 0 };
      return { numerator: kept + late, counted: kept + late + overdue };
    case "disposal":
      return { numerator: kept + late, counted: kept + late + overdue + pending };
    case "success":
      return { numerator: counts.succeeded, counted: counts.succeeded + counts.failed };
    case "satisfaction":
      return { numerator: counts.scores, counted: counts.ratings };
  }
}
