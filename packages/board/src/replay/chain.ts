import type { Cohort } from "@anshi/domain";
import type { ReplayQuestion } from "./question.js";

/**
 * Questions of one cohort in an order in which P, T and both ends of the window only rise, so that whatever a clock counts in is
 * a run of them: it is added by its two ends, however many boards there are. Boards of one length of period are such a chain.
 */
export interface Chain {
  readonly cohort: Cohort;
  /** Which of all questions each is. */
  readonly questions: readonly number[];
  readonly knownAt: Float64Array;
  readonly asOf: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

interface Links {
  readonly cohort: Cohort;
  readonly questions: number[];
}

/** The fewest chains that a greedy look finds. */
export function chainsOf(questions: readonly ReplayQuestion[]): readonly Chain[] {
  const keys = questions.map(({ knownAt, asOf, window }) => [
    Number(knownAt),
    asOf,
    window.from ?? Number.NEGATIVE_INFINITY,
    window.to ?? Number.POSITIVE_INFINITY,
  ]);
  const keyOf = (nth: number): readonly number[] => keys[nth] ?? [];
  const sorted = [...questions.keys()].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const links: Links[] = [];
  for (const nth of sorted) {
    const cohort = questions[nth]?.cohort ?? "settled";
    const fit = links.find(
      (each) => each.cohort === cohort && rises(keyOf(each.questions.at(-1) ?? nth), keyOf(nth)),
    );
    if (fit === undefined) links.push({ cohort, questions: [nth] });
    else fit.questions.push(nth);
  }
  return links.map(({ cohort, questions: own }) => {
    const column = (index: number): Float64Array => Float64Array.from(own, (nth) => keyOf(nth)[index] ?? 0);
    return { cohort, questions: own, knownAt: column(0), asOf: column(1), from: column(2), to: column(3) };
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

function rises(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, index) => value <= (b[index] ?? 0));
}

/** The first place whose value is not below `value`. */
export function firstFrom(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place whose value is above `value`. */
export function firstAbove(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
