export { readMapping } from "./check.js";
export { compile, type RowMapper } from "./compile.js";
export { type Entry, entryOf, type Outgoing, type Unsendable } from "./entry.js";
export { type Fault, MappingFaults } from "./fault.js";
export type { Mapping } from "./mapping.js";
export { type Cell, cellText, type Row } from "./row.js";
