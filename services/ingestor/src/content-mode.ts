import type { KafkaMessage } from "@anshi/runtime/kafka";

/** What the binding reads of a message. */
export type KafkaRecord = Pick<KafkaMessage, "value" | "headers">;

/** How a record carries its event. */
export type ContentMode =
  | { readonly mode: "structured" }
  /** No header tells of a CloudEvent: the value must be one by itself. */
  | { readonly mode: "bare" }
  | {
      readonly mode: "binary";
      readonly attributes: ReadonlyMap<string, Buffer>;
      readonly contentType: Buffer | undefined;
    }
  /** An event format that is not taken: batches, which the Kafka binding does not have, or another than JSON. */
  | { readonly mode: "foreign" };

const PREFIX = "ce_";

/**
 * The content mode by the headers (Kafka binding 1.0.2 §3): structured when the content type begins as those of CloudEvents
 * do, in any case of letters, with or without parameters; else binary when there are `ce_` headers.
 */
export function contentMode({ headers }: Pick<KafkaRecord, "headers">): ContentMode {
  const attributes = new Map<string, Buffer>();
  let contentType: Buffer | undefined;
  // Names are bytes to Kafka; clients that write Content-Type are understood.
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === "content-type") contentType = value;
    else if (lower.startsWith(PREFIX)) attributes.set(lower.slice(PREFIX.length), value);
  }
  const media = mediaType(contentType);
  if (media === "application/cloudevents+json") return { mode: "structured" };
  if (media.startsWith("application/cloudevents")) return { mode: "foreign" };
  return attributes.size > 0 ? { mode: "binary", attributes, contentType } : { mode: "bare" };
}

function mediaType(contentType: Buffer | undefined): string {
  const [media = ""] = (contentType?.toString("latin1") ?? "").split(";");
  return media.trim().toLowerCase();
}
