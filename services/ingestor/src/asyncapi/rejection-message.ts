import { rejectionCodes } from "@anshi/domain";
import type { Json } from "./json.js";

const text = { type: "string" };
const digits = { type: "string", pattern: "^\\d+$" };
const fault = {
  code: { type: "string", enum: rejectionCodes },
  message: { ...text, description: "what is wrong; never a value of the message" },
  path: { ...text, description: "JSON Pointer to the place; empty: the whole message" },
};

const headers: Json = {
  type: "object",
  required: [
    ...["content-type", "rejection-code", "rejection-path", "rejection-number"],
    ...["origin-topic", "origin-partition", "origin-offset"],
  ],
  properties: {
    "content-type": { const: "application/json" },
    "rejection-code": fault.code,
    "rejection-path": fault.path,
    "rejection-number": { ...digits, description: "its number in GET /v1/rejections" },
    "origin-topic": text,
    "origin-partition": digits,
    "origin-offset": digits,
  },
};

const payload: Json = {
  type: "object",
  additionalProperties: false,
  required: [
    ...["ledger", "number", "receivedAt", "origin", "code", "message", "path", "faults"],
    ...["source", "id", "payloadHash", "payloadBytes"],
  ],
  properties: {
    ledger: text,
    number: digits,
    receivedAt: { type: "string", format: "date-time" },
    origin: {
      type: "object",
      required: ["topic", "partition", "offset"],
      properties: { topic: text, partition: { type: "integer" }, offset: digits },
    },
    ...fault,
    faults: {
      type: "array",
      description: "all that is wrong, the gravest first",
      minItems: 1,
      items: { type: "object", required: ["code", "message", "path"], properties: fault },
    },
    source: { type: ["string", "null"], description: "of the event, where it could be read" },
    id: { type: ["string", "null"], description: "of the event, where it could be read" },
    payloadHash: { type: "string", pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the bytes kept" },
    payloadBytes: { type: "integer" },
  },
};

/** What the topic of rejections is told of a record that was refused. */
export const rejectionMessage: Json = {
  name: "rejection",
  title: "拒收 · a message that was refused",
  contentType: "application/json",
  headers,
  payload,
  bindings: {
    kafka: { key: { ...text, description: "topic/partition/offset of the record" }, bindingVersion: "0.5.0" },
  },
};
