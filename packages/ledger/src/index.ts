export {
  type AppendContext,
  type AppendOutcome,
  append,
  appendAll,
  type Conflict,
  type Submission,
} from "./append.js";
export { appendOwn, type OwnOutcome } from "./append-own.js";
export { type Batch, chainHash, readBatches } from "./batch.js";

export {
  appendConsumed,
  type ConsumedMessage,
  type ConsumedOffset,
  type ConsumedOutcome,
  type ConsumedPartition,
  type ConsumedRun,
  consumedOffsets,
  forgetConsumed,
} from "./consumed.js";

export * from "./copy/index.js";
export { countEvents } from "./count-events.js";
export { countRejections, type RejectionCounts } from "./count-rejections.js";
export * from "./crew/index.js";
export { LedgerUnavailable, UnfitDatabase } from "./errors.js";
export { type Head, head } from "./head.js";
export { lastRecorded } from "./last-recorded.js";
export { type LedgerId, ledgerId, type Position } from "./ledger-id.js";
export { ledgers } from "./ledgers.js";
export { type Hint, type Listener, type ListenOptions, listen, listenTo } from "./listen.js";
export {
  type Hash,
  isConsistent,
  leafHash,
  rootByInclusion,
  rootByMembership,
} from "./merkle/index.js";
export { migrate } from "./migrate.js";
export type { NewEvent } from "./new-event.js";
export { positionAt } from "./position-at.js";
export type { Queryable } from "./queryable.js";
export { type CaseName, readCases } from "./read-cases.js";
export { readEvents } from "./read-events.js";
export { readKinds } from "./read-kinds.js";
export { readPositions } from "./read-positions.js";
export type { Door, RejectedMessage } from "./rejected-message.js";
export { type Disposal, eraseExpired, erasePayload, rejectedPayload } from "./rejected-payload.js";
export { type RecordedRejection, type RejectionPage, rejectionAt, rejections } from "./rejections.js";
export { type Role, roles } from "./roles.js";
export { runMigrations } from "./run-migrations.js";
export * from "./seal/index.js";
export { atOneMoment, inTransaction, withClient } from "./session.js";
export type { StoredEvent } from "./stored-event.js";
export { tellRejections } from "./tell-rejections.js";
export * from "./verify/index.js";
export { waitingSeconds } from "./waiting-seconds.js";
