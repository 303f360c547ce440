export * from "./calendar/index.js";
export * from "./clock/index.js";
export * from "./event/index.js";
export * from "./measure/index.js";
export * from "./time/index.js";
export * from "./unit/index.js";
