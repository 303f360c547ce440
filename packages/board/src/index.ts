export {
  type Board,
  type BoardQuery,
  type BoardRow,
  board,
  boardRows,
  comparatorAt,
  NotYetProjected,
} from "./board.js";
export { type CaseAnswer, type ClockAnswer, caseAnswer } from "./case-answer.js";
export { DASHBOARD_ROLE, makeDashboardLogin, UnfitLogin } from "./dashboard-login.js";
export type { Cause } from "./diff/cause.js";
export { type ChangedFigure, type Diff, diff, type FigureEvent } from "./diff/diff.js";
export type { DiffQuery } from "./diff/query.js";
export { type CaseFact, toFact } from "./fact.js";
export { type ListCursor, type ListItem, type ListQuery, type ListState, list } from "./list.js";
export { type LongOverdue, type LongOverdueQuery, longOverdue } from "./long-overdue.js";
export { BOARD_SCHEMA, BOARD_SETTINGS, isRebuilding, migrateBoard, rebuilding } from "./migrate.js";
export { type NearDue, type NearDueQuery, nearDue } from "./near-due.js";
export { parkedCases } from "./parked-cases.js";
export { type ParkedCursor, type ParkedItem, parkedList } from "./parked-list.js";
export {
  checkpoint,
  type Projection,
  type ProjectionOptions,
  projection,
  type StepOutcome,
} from "./projection.js";
export { toFigures, toPublication } from "./publication/facts.js";
export { figuresCheck } from "./publication/figures-check.js";
export type { Basis, Publication, PublishedFigure } from "./publication/publication.js";
export { endOf, NotEnded, type PublishOptions, type PublishOutcome, publish } from "./publication/publish.js";
export { figuresOf, publicationOf, publications } from "./publication/read.js";
export { type FigureCheck, OtherRuleSet, recompute, rowOf } from "./publication/recompute.js";
export {
  cancelRebuild,
  type Difference,
  type RebuildOptions,
  type RebuildOutcome,
  type RebuildProgress,
  rebuild,
} from "./rebuild/rebuild.js";
export { type Reference, readReference, referenceOf } from "./reference.js";
export { type BoardWanted, type FoldAllOptions, foldAll } from "./replay/fold-all.js";
export { type ReplayDifference, type ReplayOptions, type ReplayReport, replay } from "./replay/replay.js";
export {
  openShadow,
  REPLAY_SCHEMA,
  type ReplayTime,
  ReplayUnderWay,
  type Shadow,
} from "./replay/shadow.js";
