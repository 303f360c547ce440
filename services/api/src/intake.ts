import {
  type Decoded,
  decodeBinary,
  decodeText,
  fault,
  notJson,
  type Rejection,
  rejection,
} from "@anshi/domain";
import type { NewEvent, RejectedMessage } from "@anshi/ledger";
import { members } from "./members.js";
import { Problem } from "./problem.js";

/** A request's messages, decoded: what to append, what to keep as rejected, and where each stood in the request. */
export interface Delivery {
  readonly events: readonly NewEvent[];
  readonly rejected: readonly RejectedMessage[];
  /** Index in the request of each event and of each rejected message. */
  readonly eventIndex: readonly number[];
  readonly rejectedIndex: readonly number[];
}

export interface IntakeContext {
  readonly now: number;
  readonly maxAheadMs: number;
  /** Names the request in the rejections it leaves. */
  readonly origin: string;
}

/** Headers of a request, lower case, as node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads a request of the CloudEvents HTTP binding: structured, batched or binary content mode. Throws a Problem (415) for
 * any other content type; whatever is wrong within a message becomes its rejection.
 */
export function readDelivery(headers: Headers, body: Buffer, context: IntakeContext): Delivery {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity")
    throw new Problem(415, "unsupported-media-type", "send the body as it is: no content-encoding is read");
  const contentType = mediaType(headers["content-type"]);
  switch (contentType) {
    case "application/cloudevents-batch+json":
      return readBatch(body, context);
    case "application/cloudevents+json":
      return gather([readText(body, context)]);
    default:
      if (headers["ce-specversion"] !== undefined) return gather([readBinary(headers, body, context)]);
      throw new Problem(
        415,
        "unsupported-media-type",
        "send application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers",
      );
  }
}

type Read = { readonly event: NewEvent } | { readonly rejected: RejectedMessage };

function readBatch(body: Buffer, context: IntakeContext): Delivery {
  const texts = members(body.toString("utf8"));
  if (texts === undefined) return gather([reject(body, isJson(body) ? noBatch() : notJson(), context)]);
  const read = texts.map((text) => readText(Buffer.from(text, "utf8"), context));
  // One member that is not JSON makes the whole body not JSON.
  const broken = read.some((each) => "rejected" in each && each.rejected.rejection.code === "not-json");
  return gather(broken ? [reject(body, notJson(), context)] : read);
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

const noBatch = (): Rejection =>
  rejection(fault("not-cloudevent", "", "a batch is a JSON array of CloudEvents"));

function readText(bytes: Buffer, context: IntakeContext): Read {
  return keep(decodeText(bytes, context), bytes, context);
}

function keep(decoded: Decoded, bytes: Buffer, context: IntakeContext): Read {
  if (decoded.ok) return { event: { ...decoded.event, raw: bytes, origin: context.origin } };
  return reject(bytes, decoded.rejection, context, decoded);
}

/** Binary content mode: attributes in ce- headers, percent-encoded (HTTP binding §3.1.3), data in the body. */
function readBinary(headers: Headers, body: Buffer, context: IntakeContext): Read {
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("ce-") && typeof value === "string")
      attributes.set(name.slice(3), decodeHeader(value));
  }
  const given = headers["content-type"];
  const contentType = typeof given === "string" ? given : given?.[0];
  const { decoded, bytes } = decodeBinary({ attributes, contentType, data: body }, context);
  return keep(decoded, Buffer.from(bytes), context);
}

function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function reject(
  payload: Buffer,
  rejection: Rejection,
  { origin }: IntakeContext,
  { source, id }: { readonly source?: string; readonly id?: string } = {},
): Read {
  return { rejected: { rejection, payload, origin, source, id } };
}

function gather(read: readonly Read[]): Delivery {
  const events: NewEvent[] = [];
  const rejected: RejectedMessage[] = [];
  const eventIndex: number[] = [];
  const rejectedIndex: number[] = [];
  read.forEach((each, index) => {
    if ("event" in each) {
      events.push(each.event);
      eventIndex.push(index);
    } else {
      rejected.push(each.rejected);
      rejectedIndex.push(index);
    }
  });
  return { events, rejected, eventIndex, rejectedIndex };
}

function mediaType(header: string | readonly string[] | undefined): string {
  const value = typeof header === "string" ? header : (header?.[0] ?? "");
  return (value.split(";")[0] ?? "").trim().toLowerCase();
}
