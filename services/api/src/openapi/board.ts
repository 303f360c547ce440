import { measureRow } from "./measure-row.js";
import { asOf, knownAt, ledger, measure, query, unit, window } from "./parameter.js";
import { answers } from "./response.js";
import { cohort, integer, nullable, ref, text } from "./schema.js";

const change = { type: "object", description: "by integer of the row", additionalProperties: integer };
const changedFigure = {
  type: "object",
  required: ["measure", "unit", "before", "after", "events", "more"],
  properties: {
    ...{ measure: text, unit: text, unitName: nullable("string") },
    before: { oneOf: [measureRow, { type: "null" }] },
    after: { oneOf: [measureRow, { type: "null" }] },
    events: {
      type: "array",
      items: {
        type: "object",
        properties: {
          ...{ position: text, type: text, kind: text, subject: text, occurredAt: text, recordedAt: text },
          cause: {
            enum: [
              ...["new", "late-entry", "correction", "retraction", "classification"],
              ...["calendar", "unit", "comparator", "parked"],
            ],
          },
          change,
        },
      },
    },
    more: { type: ["object", "null"], properties: { events: integer, change } },
  },
};

/** The board, now and as it changes, and what moved its figures. */
export const boardPaths = {
  "/v1/board": {
    get: {
      summary: "Every measure by unit, as of T, as known at P",
      parameters: [ledger, unit, measure, asOf, knownAt, ...window],
      responses: answers(ref("Board"), "The board"),
    },
  },
  "/v1/stream": {
    get: {
      summary:
        "The board now, then its rows as events and time change them (server-sent events; Last-Event-ID resumes)",
      parameters: [ledger, unit, measure, ...window],
      responses: {
        "200": {
          description: "Events board, change and lapsed",
          content: { "text/event-stream": { schema: text } },
        },
      },
    },
  },
  "/v1/diff": {
    get: {
      summary: "Figures that differ between two positions, and the events whose changes add up to it",
      parameters: [
        ledger,
        query("knownAt", "The earlier position, or an instant for the last position recorded by then"),
        query("and", "The later one; default: the head"),
        unit,
        measure,
        asOf,
        ...window,
        query("events", "Events named for a figure; the others are added up", {
          ...{ type: "integer", minimum: 1, maximum: 10_000 },
        }),
      ],
      responses: answers(
        {
          type: "object",
          required: ["knownAt", "asOf", "figures", "truncated"],
          properties: {
            knownAt: { type: "object", properties: { from: text, to: text } },
            ...{ ledger: text, asOf: text, cohort },
            figures: { type: "array", items: changedFigure },
            truncated: { type: "boolean" },
          },
        },
        "The difference",
      ),
    },
  },
};

/** The components of these paths. */
export const boardSchemas = {
  Board: {
    type: "object",
    required: ["head", "asOf", "knownAt", "cohort", "ruleSet", "calendar", "measures"],
    properties: {
      head: { type: "object" },
      asOf: text,
      knownAt: { type: "object" },
      cohort,
      rebuilding: {
        type: "boolean",
        description: "built anew, and not yet where the one before it stood: nothing alerts",
      },
      ruleSet: text,
      calendar: { type: "array", items: text },
      measures: { type: "array", items: measureRow },
    },
  },
};
