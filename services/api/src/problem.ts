/** Why a request is refused: RFC 9457 problem details with a stable code. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** Every code a problem may carry; part of the contract, to be added to only. */
export type ProblemCode =
  | "bad-parameter"
  | "unknown-parameter"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "payload-erased"
  | "body-too-large"
  | "unsupported-media-type"
  | "too-many-requests"
  | "not-yet-projected"
  | "other-rule-set"
  | "not-sealed"
  | "too-large"
  | "cannot-seal"
  | "damaged"
  | "database-unavailable"
  | "internal";

/** The body of a problem (RFC 9457 §3). */
export function problemBody(problem: Problem, instance: string): Readonly<Record<string, unknown>> {
  return {
    type: `urn:anshi:problem:${problem.code}`,
    title: titles[problem.code],
    status: problem.status,
    detail: problem.message,
    instance,
    code: problem.code,
  };
}

const titles: Readonly<Record<ProblemCode, string>> = {
  "bad-parameter": "A parameter cannot be read",
  "unknown-parameter": "There is no such parameter",
  unauthorized: "A token is needed",
  forbidden: "Not allowed",
  "not-found": "Not found",
  "payload-erased": "The bytes are erased",
  "body-too-large": "The body is too large",
  "unsupported-media-type": "The content type is not one of CloudEvents over HTTP",
  "too-many-requests": "Too many requests in flight",
  "too-large": "More than one answer can hold",
  "not-sealed": "No seal covers it yet",
  "cannot-seal": "The ledger cannot be sealed",
  damaged: "What is stored was altered",
  "not-yet-projected": "The board has not come that far yet",
  "other-rule-set": "It was published under other rules",
  "database-unavailable": "The database cannot be reached",
  internal: "An internal error",
};
