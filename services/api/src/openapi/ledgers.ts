import { cursor, inPath, limit, query } from "./parameter.js";
import { answers, answersAs } from "./response.js";
import { hash, json, nullable, page, text } from "./schema.js";
import { seal } from "./seal.js";

const path = { type: "array", items: hash, description: "RFC 9162" };

/** The ledgers, their events and their seals. */
export const ledgerPaths = {
  "/v1/ledgers": {
    get: {
      summary: "The ledgers that hold events, and those configured, with time zone and head",
      responses: answers(
        page({
          type: "object",
          required: ["ledger", "default", "timeZone", "position", "recordedAt"],
          properties: {
            ...{
              ledger: text,
              default: { type: "boolean" },
              timeZone: text,
              invented: { type: "boolean" },
            },
            ...{ position: text, recordedAt: nullable("string") },
          },
        }),
        "The ledgers",
      ),
    },
  },
  "/v1/ledgers/{ledger}": {
    get: {
      summary: "The head of a ledger",
      parameters: [inPath("ledger")],
      responses: answers(
        {
          type: "object",
          properties: {
            ...{ ledger: text, position: text, recordedAt: nullable("string"), chainHash: hash },
            lastSeal: { oneOf: [seal, { type: "null" }] },
          },
        },
        "The head",
      ),
    },
  },
  "/v1/ledgers/{ledger}/events": {
    get: {
      summary: "Events as stored, after a position",
      parameters: [inPath("ledger"), query("after", "Position"), limit],
      responses: answers(page({ type: "object" }), "A page of events"),
    },
  },
  "/v1/ledgers/{ledger}/seals": {
    get: {
      summary: "The seals of a ledger, the newest first",
      parameters: [inPath("ledger"), limit, cursor],
      responses: answers(page(seal), "A page of seals"),
    },
    post: {
      summary: "Seals the head now: 201; 200 with the last seal when nothing came since",
      parameters: [inPath("ledger")],
      requestBody: {
        required: false,
        content: json({
          type: "object",
          properties: {
            nextKey: { type: "string", description: "announces the public key of the seals to come" },
            keyLost: {
              type: "boolean",
              description: "the key before is lost, so that none announced this one",
            },
          },
        }),
      },
      responses: {
        "201": { description: "Sealed", content: json(seal) },
        ...answers(seal, "Nothing came since this seal"),
      },
    },
  },
  "/v1/ledgers/{ledger}/proof": {
    get: {
      summary: "That an event is in a seal, or that a seal extends an earlier one",
      parameters: [
        inPath("ledger"),
        query("position", "Of the event"),
        query("seal", "Number of the seal it is to be in; default: the last"),
        query("from", "Number of the earlier of two seals"),
        query("to", "Number of the later one; default: the last"),
      ],
      responses: answers(
        {
          oneOf: [
            { type: "object", properties: { position: text, hash, path, seal } },
            { type: "object", properties: { path, from: seal, to: seal } },
          ],
        },
        "The proof",
      ),
    },
  },
  "/v1/ledgers/{ledger}/verification": {
    get: {
      summary: "Verifies the ledger; server-sent events `progress`, then one `result` (or `failed`)",
      parameters: [inPath("ledger"), query("seal", "A seal that was kept elsewhere, its JSON in base64url")],
      responses: answersAs({ "text/event-stream": { schema: text } }, "The events"),
    },
  },
};
