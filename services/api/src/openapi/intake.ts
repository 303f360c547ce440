import { eventSchemas, rejectionCodes } from "@anshi/domain";
import { cursor, inPath, ledger, limit, query } from "./parameter.js";
import { answers } from "./response.js";
import { integer, nullable, page, ref, text } from "./schema.js";

const eventTypes = eventSchemas();
const events = { oneOf: Object.keys(eventTypes).map(ref) };

const rejection = {
  type: "object",
  required: ["code", "message", "path", "faults"],
  properties: {
    code: { enum: rejectionCodes },
    message: text,
    path: text,
    faults: {
      type: "array",
      items: { type: "object", properties: { code: { enum: rejectionCodes }, message: text, path: text } },
    },
  },
};

const recordedRejection = {
  allOf: [
    rejection,
    {
      type: "object",
      properties: {
        ...{ number: text, receivedAt: text, door: { enum: ["http", "kafka", "file"] }, origin: text },
        ...{ payloadHash: text, payloadBytes: integer, source: nullable("string"), id: nullable("string") },
        disposal: { enum: ["redriven", "purged", null] },
        disposedAt: nullable("string"),
      },
    },
  ],
};

/** Events in, and what was refused of them. */
export const intakePaths = {
  "/v1/events": {
    post: {
      summary: "Takes CloudEvents in; what is valid is in the ledger when this answers",
      parameters: [ledger],
      requestBody: {
        required: true,
        content: {
          "application/cloudevents+json": { schema: events },
          "application/cloudevents-batch+json": { schema: { type: "array", items: events } },
          "application/json": {
            schema: {},
            description: "binary mode: data, with the attributes in ce- headers",
          },
        },
      },
      responses: answers(ref("IntakeAnswer"), "What became of each message"),
    },
  },
  "/v1/rejections": {
    get: {
      summary: "Messages refused and why; never their bytes",
      parameters: [
        ledger,
        query("code", "Only those of this code", { enum: rejectionCodes }),
        query("order", "Default: oldest", { enum: ["oldest", "newest"] }),
        limit,
        cursor,
      ],
      responses: answers(page(recordedRejection), "A page of rejections"),
    },
  },
  "/v1/rejections/{number}": {
    get: {
      summary: "One rejection; for the role admin with the bytes, as base64 and text, while they are kept",
      parameters: [inPath("number"), ledger],
      responses: answers(
        {
          allOf: [
            recordedRejection,
            {
              type: "object",
              properties: {
                payload: { type: ["object", "null"], properties: { base64: text, text } },
              },
            },
          ],
        },
        "The rejection",
      ),
    },
  },
  "/v1/rejections/{number}/redrive": {
    post: {
      summary: "Sends the kept bytes through the intake once more; 410 when they are erased",
      parameters: [inPath("number"), ledger],
      responses: answers(ref("IntakeAnswer"), "What became of each message"),
    },
  },
  "/v1/rejections/{number}/payload": {
    delete: {
      summary: "Erases the kept bytes for good; 410 when they are erased",
      parameters: [inPath("number"), ledger],
      responses: answers({ type: "object" }, "Erased"),
    },
  },
};

/** The components of these paths. */
export const intakeSchemas = {
  ...eventTypes,
  Rejection: rejection,
  IntakeAnswer: {
    type: "object",
    required: ["ledger", "accepted", "duplicates", "position", "rejected"],
    properties: {
      ledger: text,
      accepted: integer,
      duplicates: integer,
      position: { type: "string", pattern: "^\\d+$" },
      rejected: {
        type: "array",
        items: {
          allOf: [{ type: "object", properties: { index: integer, id: nullable("string") } }, rejection],
        },
      },
    },
  },
};
