import { Failure } from "../failure.js";

/** A rejection of `GET /v1/rejections`. */
export interface RejectionRow {
  readonly number: string;
  readonly receivedAt: string;
  readonly door: string;
  readonly origin: string;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly faults: readonly { readonly message: string }[];
  readonly payloadHash: string;
  readonly payloadBytes: number;
  readonly source: string | null;
  readonly id: string | null;
  readonly disposal: string | null;
  readonly disposedAt: string | null;
}

/** One rejection, with the bytes for an admin while they are kept. */
export interface RejectionAnswer extends RejectionRow {
  readonly payload: { readonly base64: string; readonly text: string } | null;
}

/** The body as a rejection; throws `Failure` when it is none. */
export function rejectionAnswer(body: unknown): RejectionAnswer {
  if (typeof body === "object" && body !== null && "number" in body && "payloadHash" in body)
    return body as RejectionAnswer;
  throw new Failure("the answer is no rejection; does ANSHI_URL name an Anshi service?");
}
