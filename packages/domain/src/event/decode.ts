import { SchemaParser } from "effect";
import { type Attributes, attributeFaults, envelopeFaults } from "./attributes.js";
import { canonical } from "./canonical.js";
import { catalogue, type EventType } from "./catalogue.js";
import { type IssueNode, places } from "./issue.js";
import { escapePointer } from "./pointer.js";
import {
  type Fault,
  fault,
  LARGEST_MESSAGE,
  notJson,
  type Rejection,
  rejection,
  tooLarge,
} from "./rejection.js";
import type { EventSpec } from "./type.js";

/** An event that passed: its identity, and the canonical body that is stored and hashed. */
export interface AcceptedEvent {
  readonly source: string;
  readonly id: string;
  readonly type: EventType;
  readonly subject: string;
  /** As given: RFC 3339. */
  readonly time: string;
  /** RFC 8785 over the stored attributes and data. */
  readonly body: string;
}

export type Decoded =
  | { readonly ok: true; readonly event: AcceptedEvent }
  | { readonly ok: false; readonly rejection: Rejection; readonly source?: string; readonly id?: string };

export interface DecodeContext {
  /** The server's time, milliseconds since 1970. */
  readonly now: number;
  /** How far `time` may lie ahead of it. */
  readonly maxAheadMs: number;
}

const parsers = new Map(
  Object.entries(catalogue).map(([type, spec]: [string, EventSpec]) => [
    type,
    {
      spec,
      parse: SchemaParser.decodeUnknownResult(spec.schema as never, {
        errors: "all",
        onExcessProperty: "error",
      }),
    },
  ]),
);

/** Decodes the bytes of one message: size, UTF-8, JSON, then `decode`. */
export function decodeText(bytes: Uint8Array, context: DecodeContext): Decoded {
  if (bytes.length > LARGEST_MESSAGE) return { ok: false, rejection: tooLarge() };
  let message: unknown;
  try {
    message = JSON.parse(utf8.decode(bytes));
  } catch {
    return { ok: false, rejection: notJson() };
  }
  return decode(message, context);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes one parsed message: a CloudEvent of the catalogue, or all that is wrong with it, the gravest first. Never
 * throws; no message shows a value of the input.
 */
export function decode(message: unknown, context: DecodeContext): Decoded {
  const envelope = envelopeFaults(message);
  if (envelope.length > 0) return refuse(message, envelope);
  const attributes = message as Readonly<Record<string, unknown>> & Attributes;
  const known = typeof attributes.type === "string" ? parsers.get(attributes.type) : undefined;
  const faults: Fault[] = [];
  if (known === undefined) faults.push(fault("unknown-type", "/type", "expected a type of the catalogue"));
  faults.push(...attributeFaults(attributes, context.now + context.maxAheadMs));
  const data = attributes.data === undefined ? {} : attributes.data;
  if (known !== undefined) faults.push(...dataFaults(known, data));
  return faults.length > 0
    ? refuse(message, faults)
    : { ok: true, event: accept(attributes, data as object) };
}

function accept(attributes: Attributes, data: object): AcceptedEvent {
  const { id, source, type, subject, time, datacontenttype } = attributes;
  const body = canonical({
    specversion: "1.0",
    id,
    source,
    type,
    subject,
    time,
    ...(datacontenttype === undefined ? {} : { datacontenttype }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
  });
  return { source, id, type: type as EventType, subject, time, body };
}

function dataFaults(
  known: { spec: EventSpec; parse: ReturnType<typeof SchemaParser.decodeUnknownResult> },
  data: unknown,
): readonly Fault[] {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    return [fault("invalid-data", "/data", "expected an object")];
  }
  const result = known.parse(data);
  const { fields } = known.spec;
  if (result._tag === "Success") {
    return known.spec
      .between(data as Readonly<Record<string, unknown>>)
      .map(({ path, expected }) => fault("invalid-data", path, `expected ${expected}`));
  }
  return places(result.failure as unknown as IssueNode).map(({ path, unexpected, missing }) => {
    const place = `/data${path.map((key) => `/${escapePointer(String(key))}`).join("")}`;
    const expected = fields[String(path[0])]?.expected;
    if (unexpected || expected === undefined)
      return fault("unexpected-field", place, "there is no such field");
    return fault(
      "invalid-data",
      place,
      missing ? `this field is required: ${expected}` : `expected ${expected}`,
    );
  });
}

function refuse(message: unknown, faults: readonly Fault[]): Decoded {
  const order = (each: Fault): number => gravity.indexOf(each.code);
  const [first, ...more] = [...faults].sort((a, b) => order(a) - order(b));
  return refusal(
    message,
    rejection(first ?? fault("not-cloudevent", "", "the message is not a CloudEvent"), ...more),
  );
}

/** A refusal that names the message by its source and id, where they can be read. */
export function refusal(message: unknown, rejection: Rejection): Decoded {
  const { id, source } = (typeof message === "object" && message !== null ? message : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    ok: false,
    rejection,
    ...(isShort(source, 256) ? { source } : {}),
    ...(isShort(id, 128) ? { id } : {}),
  };
}

function isShort(value: unknown, longest: number): value is string {
  return (
    typeof value === "string" && value.length <= longest && value.isWellFormed() && !value.includes("\u0000")
  );
}

/** The order in which faults are told: what makes the rest moot comes first. */
const gravity: readonly Fault["code"][] = [
  "not-cloudevent",
  "unknown-type",
  "invalid-attribute",
  "time-in-future",
  "unexpected-field",
  "invalid-data",
];
