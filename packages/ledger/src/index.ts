export {
  type AppendContext,
  type AppendOutcome,
  append,
  appendAll,
  type Conflict,
  type Submission,
} from "./append.js";
export { type Batch, chainHash, genesisHash, readBatches } from "./batch.js";
export { LedgerUnavailable, UnfitDatabase } from "./errors.js";
export { type Head, head } from "./head.js";
export { type LedgerId, ledgerId, type Position } from "./ledger-id.js";
export { ledgers } from "./ledgers.js";
export { type Hint, type Listener, type ListenOptions, listen } from "./listen.js";
export { migrate } from "./migrate.js";
export type { NewEvent } from "./new-event.js";
export { positionAt } from "./position-at.js";
export type { Queryable } from "./queryable.js";
export { type CaseName, readCases } from "./read-cases.js";
export { readEvents } from "./read-events.js";
export { readKinds } from "./read-kinds.js";
export type { Door, RejectedMessage } from "./rejected-message.js";
export { eraseExpired, erasePayload, rejectedPayload } from "./rejected-payload.js";
export { type RecordedRejection, rejections } from "./rejections.js";
export { type Role, roles } from "./roles.js";
export { runMigrations } from "./run-migrations.js";
export type { StoredEvent } from "./stored-event.js";
