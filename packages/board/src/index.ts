export { type Board, type BoardQuery, type BoardRow, board, NotYetProjected } from "./board.js";
export { type CaseFact, toFact } from "./fact.js";
export { type ListCursor, type ListItem, type ListQuery, list } from "./list.js";
export { BOARD_SCHEMA, migrateBoard } from "./migrate.js";
export {
  checkpoint,
  type Projection,
  type ProjectionOptions,
  projection,
  type StepOutcome,
} from "./projection.js";
export type { Question } from "./question.js";
export { type Reference, readReference, referenceOf } from "./reference.js";
