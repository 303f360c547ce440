import { reasonOf } from "../failure.js";
import { problemText } from "./problem.js";
import { address, headersOf, type Service } from "./service.js";

/** A member of a batch the service did not take. */
export interface Rejected {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly faults: unknown;
}

/** What the service says of a batch: every member is accepted, a duplicate or rejected. */
export interface IntakeAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly Rejected[];
}

/** How asking once came out. */
export type Sent<T = IntakeAnswer> =
  | { readonly kind: "answered"; readonly answer: T }
  /** Worth another try, not before `afterMs`. */
  | { readonly kind: "again"; readonly afterMs: number; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** A batch takes milliseconds; whoever says nothing for so long has lost it. */
const TIMEOUT_MS = 60_000;

/** Sends `events`, JSON texts, as one batch to `POST /v1/events`. Never rejects. */
export async function sendBatch(service: Service, events: readonly string[]): Promise<Sent> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(address(service, "/v1/events"), {
      method: "POST",
      headers: { "content-type": "application/cloudevents-batch+json", ...headersOf(service) },
      body: `[${events.join(",\n")}]`,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.text();
  } catch (error) {
    return { kind: "again", afterMs: 0, reason: reasonOf(error) };
  }
  if (response.status === 429 || response.status >= 500) {
    const afterMs = retryAfter(response.headers.get("retry-after"), Date.now());
    return { kind: "again", afterMs, reason: problemText(response.status, body) };
  }
  if (!response.ok) return { kind: "refused", reason: problemText(response.status, body) };
  const answer = readAnswer(body);
  if (
    answer === undefined ||
    answer.accepted + answer.duplicates + answer.rejected.length !== events.length
  ) {
    return {
      kind: "refused",
      reason: `${service.url} does not answer as Anshi does; nothing is known of the batch`,
    };
  }
  return { kind: "answered", answer };
}

/** Milliseconds a `Retry-After` asks for (RFC 9110 §10.2.3: seconds, or a date); 0 without one. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  if (/^\d+$/u.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}

function readAnswer(body: string): IntakeAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { accepted, duplicates, rejected } = value as Readonly<Record<string, unknown>>;
  if (typeof accepted !== "number" || typeof duplicates !== "number" || !Array.isArray(rejected))
    return undefined;
  return { accepted, duplicates, rejected: rejected.map(readRejected) };
}

function readRejected(value: unknown): Rejected {
  const given = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  const text = (name: string): string => (typeof given[name] === "string" ? given[name] : "");
  return {
    index: typeof given.index === "number" ? given.index : -1,
    code: text("code"),
    message: text("message"),
    path: text("path"),
    faults: given.faults ?? [],
  };
}
