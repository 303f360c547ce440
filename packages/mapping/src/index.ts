export { readMapping } from "./check.js";
export { compile, type RowMapper } from "./compile.js";
export { csvOptions } from "./csv-options.js";
export { type Entry, entryOf, type Outgoing, type Unsendable } from "./entry.js";
export { type Fault, MappingFaults } from "./fault.js";
export { LONGEST_LINE, lineEntry } from "./line.js";
export type { Mapping } from "./mapping.js";
export type { Row } from "./row.js";
export { type Sheet, sheetOf } from "./sheet.js";
