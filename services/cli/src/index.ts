export { demoYear } from "./demo/year.js";
export { type BadKind, badKinds } from "./simulate/bad.js";
export type { SimulatedFact } from "./simulate/fact.js";
export { cloudEvent, idOf } from "./simulate/fact.js";
export { type Message, textOf } from "./simulate/message.js";
export { type Disorder, inOrder, type SimulationOptions } from "./simulate/options.js";
export { simulate } from "./simulate/simulate.js";
export { type SimulationSummary, Tally } from "./simulate/summary.js";
export { REAL_UNITS } from "./simulate/units.js";
