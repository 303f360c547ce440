export { CannotProve } from "./cannot-prove.js";
export { type CheckReport, type CheckTrust, check, type Step } from "./check.js";
export type { About, Header } from "./header.js";
export { type CaseAsked, casePack, figurePack } from "./make.js";
export { Underivable } from "./underivable.js";
