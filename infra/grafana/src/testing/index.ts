export { interpolate, interpolateSql, type Scope } from "./interpolate.js";
export { panelsOf, type Shown } from "./panels.js";
