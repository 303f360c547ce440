import type { Position } from "../ledger-id.js";

/** Every code a finding may have; part of the contract, to be added to only. */
export type FindingCode =
  /** A body is not what its hash was taken of. */
  | "body-hash"
  /** A body is no event. */
  | "body-unreadable"
  /** A column says something else than the body, or than the batch of the event. */
  | "column"
  /** No event stands at a position. */
  | "position-missing"
  /** Events stand at positions that no batch brought. */
  | "batch-missing"
  /** A batch does not begin where the one before ended, or was recorded before it. */
  | "batch-order"
  /** A batch is not linked to the one before. */
  | "batch-link"
  /** A batch's chain hash does not follow from the events it brought. */
  | "batch-hash"
  /** The identity by which an event is recognised when it comes again is missing, or leads elsewhere. */
  | "identity"
  /** A seal's number is left out. */
  | "seal-missing"
  /** A seal is none: its columns or its text. */
  | "seal-unreadable"
  /** A seal does not name the one before. */
  | "seal-link"
  /** A seal's signature does not hold. */
  | "seal-signature"
  /** A seal was signed with a key that the seals before did not announce, or that is none of those given. */
  | "seal-key"
  /** A seal reaches beyond the ledger: its end was removed. */
  | "seal-beyond"
  /** A seal's count, chain hash or Merkle root is not that of the events. */
  | "seal-mismatch"
  /** A seal that was held elsewhere is not the ledger's seal of that number. */
  | "seal-held"
  /** A published figure is not what the events up to its position give. */
  | "figure";

/** Something that is not as it must be. */
export interface Finding {
  readonly code: FindingCode;
  /** The first position it is about. */
  readonly position: Position;
  /** What is wrong and where, for a person. */
  readonly message: string;
}
