export { causeName, changeText } from "./change.js";
export { cohortName } from "./cohort.js";
export { dayName } from "./day.js";
export { type DerivationRow, derivationLines } from "./derivation.js";
export { fieldName, valueName } from "./field.js";
export { inventedNote } from "./invented.js";
export type { Language } from "./language.js";
export { termIn } from "./term.js";
export { actTitle, typeTitle } from "./title.js";
