export { type Comparator, comparatorFor } from "./comparator.js";
export { add, type Cohort, type Counts, cohorts, noCounts, type Slot, type SlotCounts } from "./counts.js";
export { figureLine, type Line, lineValue, percentLine } from "./line.js";
export { type Formula, type Measure, measures } from "./measure.js";
export { earns, lateBudget, meets, rateText } from "./rate.js";
export {
  alwaysReceived,
  belongs,
  cohortOf,
  type Integers,
  integersOf,
  type MeasureRow,
  measureRows,
  noIntegers,
} from "./row.js";
export { tally, type Window } from "./tally.js";
