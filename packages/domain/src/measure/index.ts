export { add, type Cohort, type Counts, noCounts, type Slot, type SlotCounts } from "./counts.js";
export { type Formula, type Line, type Measure, measures } from "./measure.js";
export { earns, lateBudget, meets, rateText } from "./rate.js";
export { belongs, type MeasureRow, measureRows } from "./row.js";
export { tally, type Window } from "./tally.js";
