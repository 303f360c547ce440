import {
  type DecodeContext,
  type Decoded,
  decodeBinary,
  decodeText,
  type Fault,
  fault,
  type Rejection,
  rejection,
} from "@anshi/domain";
import type { NewEvent, RejectedMessage } from "@anshi/ledger";
import { contentMode, type KafkaRecord } from "./content-mode.js";

export interface BindingContext extends DecodeContext {
  /** Names the record in the rejection it leaves: topic/partition/offset. */
  readonly origin: string;
}

/** What became of a message: an event to append, or a rejection to keep. */
export type Read = { readonly event: NewEvent } | { readonly rejected: RejectedMessage };

const EMPTY = Buffer.alloc(0);

/**
 * Reads a record by the CloudEvents Kafka binding 1.0.2: structured or binary content mode, or, where no header says which, a
 * value that is a structured event by itself: producers that cannot set headers exist. The key is not read: the subject says
 * which case it is. Never throws: whatever is wrong becomes the record's rejection. Both outcomes carry the bytes to keep; in
 * binary mode headers and value made one structured message, which a redrive can send.
 */
export function readRecord(record: KafkaRecord, context: BindingContext): Read {
  const value = record.value ?? EMPTY;
  const content = contentMode(record);
  switch (content.mode) {
    case "binary": {
      const { attributes, contentType } = content;
      const { decoded, bytes } = decodeBinary({ attributes, contentType, data: value }, context);
      return keep(decoded, Buffer.from(bytes), context);
    }
    case "foreign":
      return refuse(foreign(), value, context);
    case "structured":
      return value.length === 0
        ? refuse(tombstone(), value, context)
        : keep(decodeText(value, context), value, context);
    case "bare":
      return value.length === 0 ? refuse(tombstone(), value, context) : readBare(value, context);
  }
}

/** Older producers send the structured event and no header; anything else without headers is no CloudEvent at all. */
function readBare(value: Buffer, context: BindingContext): Read {
  const decoded = decodeText(value, context);
  if (decoded.ok) return keep(decoded, value, context);
  const lack = decoded.rejection.faults.find(lacksVersion);
  return keep(lack === undefined ? decoded : { ...decoded, rejection: bare(lack.path) }, value, context);
}

/** No object, or one without the version that makes it a CloudEvent. */
function lacksVersion({ code, path }: Fault): boolean {
  return code === "not-cloudevent" && (path === "" || path === "/specversion");
}

function keep(decoded: Decoded, payload: Buffer, context: BindingContext): Read {
  if (decoded.ok) return { event: { ...decoded.event, raw: payload, origin: context.origin } };
  const { rejection, source, id } = decoded;
  return { rejected: { rejection, payload, origin: context.origin, source, id } };
}

function refuse(rejection: Rejection, payload: Buffer, { origin }: BindingContext): Read {
  return { rejected: { rejection, payload, origin } };
}

const tombstone = (): Rejection =>
  rejection(
    fault(
      "not-json",
      "",
      "the value is empty; nothing is deleted here: to take a fact back send record.retracted",
    ),
  );

const foreign = (): Rejection =>
  rejection(
    fault(
      "not-cloudevent",
      "",
      "the content type is of a format that is not taken by Kafka: send one event a message, as application/cloudevents+json or with ce_ headers",
    ),
  );

const bare = (path: string): Rejection =>
  rejection(
    fault(
      "not-cloudevent",
      path,
      "no CloudEvent: there is no content-type application/cloudevents+json, no ce_ header, and no specversion 1.0 in the value",
    ),
  );
