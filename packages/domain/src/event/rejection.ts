/** Why a message is refused: a closed list, part of the contract. */
export const rejectionCodes = [
  "not-json",
  "not-cloudevent",
  "unknown-type",
  "invalid-attribute",
  "invalid-data",
  "unexpected-field",
  "time-in-future",
  "too-large",
  "conflicting-duplicate",
] as const;

export type RejectionCode = (typeof rejectionCodes)[number];

/** One thing wrong with a message. `path` is a JSON Pointer; the message never shows the value (domain: personal data). */
export interface Fault {
  readonly code: RejectionCode;
  readonly message: string;
  readonly path: string;
}

/** All that is wrong with a message; its own code, message and path are those of the first fault. */
export interface Rejection extends Fault {
  readonly faults: readonly Fault[];
}

/** The longest message that is taken, in bytes (events.md). */
export const LARGEST_MESSAGE = 65_536;

/** A rejection for one or more faults. */
export function rejection(first: Fault, ...more: readonly Fault[]): Rejection {
  return { ...first, faults: [first, ...more] };
}

/** A fault whose message names its place and what was expected there. */
export function fault(code: RejectionCode, path: string, expected: string): Fault {
  return { code, path, message: path === "" ? expected : `${path}: ${expected}` };
}

export const notJson = (): Rejection => rejection(fault("not-json", "", "the message is not JSON in UTF-8"));

export const tooLarge = (): Rejection =>
  rejection(fault("too-large", "", `the message is larger than ${LARGEST_MESSAGE} bytes`));

export const conflictingDuplicate = (): Rejection =>
  rejection(
    fault(
      "conflicting-duplicate",
      "/id",
      "an event of this source and id was accepted before with another content",
    ),
  );
